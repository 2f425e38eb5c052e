"""Walking the instructions of PDF pages: what shows text, in which state, and where images lie.

Only the graphics state that decides what is visible is followed. What the text says and where
it stands is left to PDFium, which is told by marks (``pdf_edit.tagged``) which instruction is which.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from vnrestore.formats.pdf_open import DAMAGE, MAX_CONTENT_BYTES

if TYPE_CHECKING:
    import pikepdf

INVISIBLE = 3  # text rendering mode: neither fill, stroke nor clip
REBUILT = "/VnRebuilt"
"""Key of font dictionaries whose Unicode map ``pdf_fonts`` rebuilt; only in documents never written."""
SHOWS = ("Tj", "TJ", "'", '"')
POSITIONS = ("Td", "TD", "Tm", "T*")
_MAX_FORM_DEPTH = 12

Key = tuple[int, int]
"""A content stream: (page index, 0) for a page's own, (object number, generation + 1) for a form's."""


@dataclass(frozen=True, slots=True)
class Show:
    """An instruction that shows text.

    Attributes:
        id: counted through the document; what the marks carry.
        page: index of the page.
        stream: where the instruction stands, and ``index`` the how-manieth it is there.
        order: place in the painting order of the page; images share the count.
        unseen: it leaves no ink by its own state: rendering mode 3 or full transparency.
        removable: taking it out moves no other text that stays.
        font: name of its font, without the slash and the subset prefix; empty if not known.
        mapped: False if nothing in the font tells what character a code is.
        rebuilt: the map that tells it was rebuilt by ``pdf_fonts``.
    """

    id: int
    page: int
    stream: Key
    index: int
    order: int
    unseen: bool
    removable: bool
    font: str = ""
    mapped: bool = True
    rebuilt: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image on a page.

    Attributes:
        order: place in the painting order.
        left, bottom, right, top: its bounding box in user space.
        opaque: it hides what was painted before it: no stencil, no mask, no transparency.
        width, height: in pixels.
    """

    order: int
    left: float
    bottom: float
    right: float
    top: float
    opaque: bool = True
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class PageContent:
    """What one page paints."""

    shows: list[Show] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    readable: bool = True


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Any  # pikepdf.Matrix
    unseen_mode: bool = False
    clear: bool = False  # fill alpha is zero
    font: Any = None


class Walker:
    """Walks all pages of a document once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        """Remember the document; :meth:`walk` does the work."""
        self._pdf = pdf
        self._shows = 0
        self._uses: Counter[Key] = Counter()

    def walk(self) -> list[PageContent]:
        """The shows and images of every page; text of forms drawn more than once is not removable."""
        pages = [self._page(index, page) for index, page in enumerate(self._pdf.pages)]
        for page in pages:
            page.shows = [
                replace(show, removable=False) if self._uses[show.stream] > 1 else show for show in page.shows
            ]
        return pages

    def _page(self, index: int, page: pikepdf.Page) -> PageContent:
        import pikepdf

        content = PageContent()
        try:
            instructions = parse(page.obj)
            walk = _StreamWalk(self, content, index)
            walk.run(instructions, (index, 0), page.obj.get("/Resources"), _State(pikepdf.Matrix()), 0)
        except (UnreadableContentError, *DAMAGE):  # an operator may be no text, an operand no number
            return PageContent(readable=False)
        return content

    def next_id(self) -> int:
        """A number no other show has."""
        self._shows += 1
        return self._shows

    def use(self, key: Key) -> None:
        """Count that a stream is drawn."""
        self._uses[key] += 1


class UnreadableContentError(Exception):
    """The instructions of a page cannot be parsed; the page is left alone."""


def parse(holder: pikepdf.Object) -> list[Any]:
    """The instructions of a page or form.

    Raises:
        UnreadableContentError: they are damaged, or more than ``MAX_CONTENT_BYTES``.
    """
    import pikepdf

    try:
        if _content_size(holder) > MAX_CONTENT_BYTES:
            raise UnreadableContentError
        return list(pikepdf.parse_content_stream(holder))
    except (pikepdf.PdfError, *DAMAGE) as error:
        raise UnreadableContentError from error


def _content_size(holder: pikepdf.Object) -> int:
    import pikepdf

    if isinstance(holder, pikepdf.Stream):
        return len(holder.read_bytes())
    contents = holder.get("/Contents")
    if contents is None:
        return 0
    streams: Iterable[Any] = contents if isinstance(contents, pikepdf.Array) else [contents]
    return sum(len(one.read_bytes()) for one in streams if isinstance(one, pikepdf.Stream))


class _StreamWalk:
    """The walk through one page and the forms it draws."""

    def __init__(self, walker: Walker, content: PageContent, page: int) -> None:
        self._walker = walker
        self._content = content
        self._page = page
        self._order = 0

    def run(self, instructions: Sequence[Any], key: Key, resources: Any, state: _State, depth: int) -> None:
        self._walker.use(key)
        stack: list[_State] = []
        fixed = _fixed_shows(instructions)
        for index, instruction in enumerate(instructions):
            operator = str(instruction.operator)
            if operator in SHOWS:
                self._order += 1
                self._content.shows.append(self._show(key, index, state, index not in fixed))
            elif operator == "q":
                stack.append(state)
            elif operator == "Q":
                state = stack.pop() if stack else state
            elif operator == "Do":
                self._draw(instruction.operands, resources, state, depth)
            elif operator in _STATE_CHANGES:
                state = _changed(state, operator, instruction.operands, resources)

    def _show(self, key: Key, index: int, state: _State, removable: bool) -> Show:
        unseen = state.unseen_mode or state.clear
        return Show(
            self._walker.next_id(),
            self._page,
            key,
            index,
            self._order,
            unseen,
            removable,
            font_name(state.font),
            has_unicode(state.font),
            REBUILT in state.font if hasattr(state.font, "get") else False,
        )

    def _draw(self, operands: Sequence[Any], resources: Any, state: _State, depth: int) -> None:
        import pikepdf

        drawn = _resource(resources, "/XObject", operands)
        if not isinstance(drawn, pikepdf.Stream):
            return
        self._order += 1
        if drawn.get("/Subtype") == "/Image":
            if not state.clear:
                self._content.pictures.append(_picture(self._order, state.matrix, drawn))
        elif drawn.get("/Subtype") == "/Form" and depth < _MAX_FORM_DEPTH:
            number, generation = drawn.objgen
            matrix = _matrix(drawn.get("/Matrix")) @ state.matrix
            inner = drawn.get("/Resources", resources)
            key = (number, generation + 1)
            self.run(parse(drawn), key, inner, replace(state, matrix=matrix), depth + 1)


def _changed(state: _State, operator: str, operands: Sequence[Any], resources: Any) -> _State:
    """The state after an instruction; what is malformed changes nothing, as in viewers."""
    try:
        if operator == "cm":
            return replace(state, matrix=_matrix(operands) @ state.matrix)
        if operator == "Tr":
            return replace(state, unseen_mode=int(operands[0]) == INVISIBLE)
        if operator == "Tf":
            return replace(state, font=_resource(resources, "/Font", operands))
        alpha = (_resource(resources, "/ExtGState", operands) or {}).get("/ca")
        return state if alpha is None else replace(state, clear=float(alpha) == 0.0)
    except (IndexError, TypeError, ValueError, AttributeError):
        return state


_STATE_CHANGES = ("cm", "Tr", "Tf", "gs")


def font_name(font: Any) -> str:
    """The name of a font resource without slash and subset prefix, empty if it has none."""
    name = str(font.get("/BaseFont", "")) if font is not None and hasattr(font, "get") else ""
    return name.removeprefix("/").rpartition("+")[2]


def has_unicode(font: Any) -> bool:
    """Whether codes of a font resource can be read as characters.

    Simple fonts name their characters. A composite one with the identity encoding numbers its
    glyphs, and only a ToUnicode map says what they are.
    """
    if font is None or not hasattr(font, "get") or font.get("/Subtype") != "/Type0":
        return True
    return "/ToUnicode" in font or str(font.get("/Encoding")) not in ("/Identity-H", "/Identity-V")


def _matrix(values: Any) -> Any:
    import pikepdf

    numbers = [float(value) for value in values] if values is not None else []
    return pikepdf.Matrix(*numbers) if len(numbers) == 6 else pikepdf.Matrix()


def _resource(resources: Any, category: str, operands: Sequence[Any]) -> Any:
    try:
        return resources[category][str(operands[0])]
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        return None


def _opaque(image: Any) -> bool:
    """An image without holes: no stencil, no mask."""
    return not (image.get("/ImageMask") or "/SMask" in image or "/Mask" in image)


def _picture(order: int, matrix: Any, image: Any) -> Picture:
    corners = [(matrix.e + u * matrix.a + v * matrix.c, matrix.f + u * matrix.b + v * matrix.d)
               for u in (0, 1) for v in (0, 1)]  # fmt: skip
    xs, ys = zip(*corners, strict=True)
    width, height = _whole(image.get("/Width", 0)), _whole(image.get("/Height", 0))
    return Picture(order, min(xs), min(ys), max(xs), max(ys), _opaque(image), width, height)


def _fixed_shows(instructions: Sequence[Any]) -> set[int]:
    """Shows that a later one continues from without a position of its own: taking them out would move it.

    A later one of the same kind is no reason (both go); visible text after invisible text is.
    """
    fixed: set[int] = set()
    mode = 0
    run: list[tuple[int, int]] = []  # index and mode of shows since the last position
    for index, instruction in enumerate(instructions):
        operator = str(instruction.operator)
        if operator == "Tr" and instruction.operands:
            mode = _whole(instruction.operands[0])
        if operator in (*POSITIONS, "BT", "'", '"'):
            run = []
        if operator in SHOWS:
            if any(earlier != mode for _, earlier in run):
                fixed.update(at for at, earlier in run if earlier != mode)
            run.append((index, mode))
    return fixed


def _whole(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
