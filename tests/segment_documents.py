"""Small documents of our own of every kind the grammar is made for.

Each with its number, the name of its kind, its content and the outline it has.
"""

from __future__ import annotations

HEAD = """\
{body}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Lào Cai, ngày 09 tháng 02 năm 2021

"""
FOOT = """
Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH
Lý A Sình
"""
DOCUMENTS = {
    "thông báo kết luận": (
        "5/TB-UBND",
        "Thông báo",
        "THÔNG BÁO\nKết luận của đồng chí Chủ tịch tại buổi họp về cây xanh\n\nNgày 08/02/2021, đồng "
        "chí Chủ tịch chủ trì "
        "họp.\n\nSau khi nghe báo cáo, đồng chí Chủ tịch kết luận như sau:\n\nCây xanh đã được chăm "
        "sóc.\n\n1. Giao Phòng "
        "Đô thị trồng cây.\n2. Các phường chăm sóc cây./.\n",
        ["preamble", "lead_in", "paragraph", "1.", "2."],
    ),
    "công văn": (
        "6/UBND-VX",
        "Công văn",
        "V/v mượn sân vận động\n\nKính gửi: Trường Tiểu học số 1.\n\nUBND xã có kế hoạch tổ chức hội thi.\n"
        "\nRất mong nhận được sự phối hợp của nhà trường./.\n",
        ["Kính gửi:", "addressee", "paragraph", "closing"],
    ),
    "quyết định": (
        "7/QĐ-UBND",
        "Quyết định",
        "QUYẾT ĐỊNH\nVề việc thành lập tổ công tác\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN\n\nCăn cứ Luật Thanh tra;\n"
        "Theo đề nghị của Trưởng phòng Nội vụ,\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Thành lập tổ công tác gồm:\n"
        "1. Ông A;\n2. Bà B.\n\n"
        "Điều 2. Quyết định có hiệu lực từ ngày ký./.\n",
        ["enacting_body", "ground", "ground", "lead_in", "Điều 1.", "1.", "2.", "Điều 2."],
    ),
    "kế hoạch": (
        "8/KH-UBND",
        "Kế hoạch",
        "KẾ HOẠCH\nTrồng rừng năm 2021\n\nUBND xã ban hành kế hoạch như sau:\n\nI. MỤC ĐÍCH\n1. Phủ "
        "xanh đồi trọc.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Ban Nông nghiệp\na) Chuẩn bị giống:\n- Cây keo;\n+ Keo lai;\n- Cây "
        "sa mộc.\n"
        "b) Hướng dẫn trồng./.\n",
        ["lead_in", "I.", "1.", "II.", "1.", "a)", "-", "+", "-", "b)"],
    ),
    "báo cáo": (
        "9/BC-UBND",
        "Báo cáo",
        "BÁO CÁO\nKết quả thu ngân sách tháng 01\n\nUBND xã báo cáo kết quả như sau:\n\nA. KẾT QUẢ\nI. "
        "THU\n1.1. Thu phí.\n"
        "1.2. Thu khác.\nB. NHIỆM VỤ\n(1) Đôn đốc thu;\n(2) Kiểm tra.\n\nTrên đây là báo cáo của UBND "
        "xã./.\n",
        ["lead_in", "A.", "I.", "1.1.", "1.2.", "B.", "(1)", "(2)", "closing"],
    ),
    "tờ trình": (
        "10/TTr-UBND",
        "Tờ trình",
        "TỜ TRÌNH\nVề việc xin kinh phí làm đường\n\nKính gửi: Ủy ban nhân dân huyện.\n\nThực hiện kế "
        "hoạch năm 2021,\n"
        "UBND xã kính trình như sau:\n\n1. Sự cần thiết\nĐường đã hỏng.\n2. Kinh phí: 500.000.000 đồng.\n\n"
        "Kính trình Ủy ban nhân dân huyện xem xét./.\n",
        ["Kính gửi:", "addressee", "lead_in", "1.", "paragraph", "2.", "closing"],
    ),
    "nghị quyết": (
        "11/NQ-HĐND",
        "Nghị quyết",
        "NGHỊ QUYẾT\nVề dự toán năm 2021\n\nHỘI ĐỒNG NHÂN DÂN XÃ MƯỜNG HOA\n\nCăn cứ Luật Ngân sách "
        "nhà nước;\n\n"
        "QUYẾT NGHỊ:\n\nĐiều 1. Thông qua dự toán.\n\nĐiều 2. Giao Ủy ban nhân dân thực hiện.\n\n"
        "Nghị quyết này được Hội đồng nhân dân xã thông qua ngày 05 tháng 02 năm 2021./.\n",
        ["enacting_body", "ground", "lead_in", "Điều 1.", "Điều 2.", "closing"],
    ),
    "chỉ thị": (
        "12/CT-UBND",
        "Chỉ thị",
        "CHỈ THỊ\nVề phòng chống rét cho gia súc\n\nThời tiết rét đậm kéo dài.\n\nChủ tịch UBND xã yêu "
        "cầu:\n\n"
        "1. Các thôn che chắn chuồng trại.\n2. Ban Nông nghiệp dự trữ cỏ./.\n",
        ["preamble", "lead_in", "1.", "2."],
    ),
    "công điện": (
        "13/CĐ-UBND",
        "Công điện",
        "CÔNG ĐIỆN\nVề ứng phó mưa lũ\n\nCHỦ TỊCH UBND HUYỆN điện:\n- Các xã;\n- Công an huyện.\n\n"
        "Chủ tịch UBND huyện yêu cầu:\n\n1. Trực ban 24/24 giờ.\n2. Báo cáo hằng ngày./.\n",
        ["CHỦ TỊCH UBND HUYỆN điện:", "addressee", "addressee", "lead_in", "1.", "2."],
    ),
    "giấy mời": (
        "14/GM-UBND",
        "Giấy mời",
        "GIẤY MỜI\nDự họp giao ban\n\nUBND xã trân trọng kính mời các đồng chí dự họp.\n\n1. Thời "
        "gian: 8 giờ.\n"
        "2. Địa điểm: Hội trường xã.\n\nRất mong các đồng chí có mặt đúng giờ./.\n",
        ["preamble", "1.", "2.", "closing"],
    ),
    "biên bản": (
        "15/BB-UBND",
        "Biên bản",
        "BIÊN BẢN\nHọp thôn Cát Cát\n\nHôm nay, ngày 07 tháng 02 năm 2021, thôn họp với nội dung như sau:\n\n"
        "I. THÀNH PHẦN\n1. Chủ tọa: Lý A Sình.\nII. NỘI DUNG\n1. Bàn việc làm đường.\n\n"
        "Biên bản lập thành 02 bản./.\n",
        ["lead_in", "I.", "1.", "II.", "1.", "closing"],
    ),
    "hướng dẫn": (
        "16/HD-UBND",
        "Hướng dẫn",
        "HƯỚNG DẪN\nGhi sổ theo dõi văn bản\n\nUBND xã hướng dẫn như sau:\n\n1. Sổ văn bản đến\n1.1. "
        "Ghi số.\n"
        "1.2. Ghi ngày.\n2. Sổ văn bản đi./.\n",
        ["lead_in", "1.", "1.1.", "1.2.", "2."],
    ),
    "nghị định": (
        "17/2021/NĐ-CP",
        "Nghị định",
        "NGHỊ ĐỊNH\nQuy định về chợ phiên\n\nCăn cứ Luật Tổ chức Chính phủ;\nChính phủ ban hành Nghị "
        "định quy định về chợ "
        "phiên.\n\nChương I\nQUY ĐỊNH CHUNG\n\nMục 1\nPHẠM VI\n\nĐiều 1. Phạm vi\n1. Chợ phiên gồm:\n"
        "a) Chợ tuần;\nđ) Chợ "
        "tháng.\n\nChương II\nĐIỀU KHOẢN THI HÀNH\n\nĐiều 2. Hiệu lực\nNghị định có hiệu lực từ ngày ký./.\n",
        [
            "ground",
            "lead_in",
            "Chương I",
            "Mục 1",
            "Điều 1.",
            "1.",
            "a)",
            "đ)",
            "Chương II",
            "Điều 2.",
            "paragraph",
        ],
    ),
    "thông tư": (
        "18/2021/TT-BNV",
        "Thông tư",
        "THÔNG TƯ\nQuy định mã chợ\n\nCăn cứ Nghị định số 17/2021/NĐ-CP;\nBộ trưởng ban hành Thông tư "
        "quy định mã chợ.\n\n"
        "Điều 1. Sửa đổi Điều 3 như sau:\n“Điều 3. Mã chợ\n1. Mã gồm 3 số.\n2. Mã là duy nhất.”.\n\n"
        "Điều 2. Hiệu lực./.\n",
        ["ground", "lead_in", "Điều 1.", "quote", "Điều 2."],
    ),
}
