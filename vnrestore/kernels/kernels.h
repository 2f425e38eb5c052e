/* What the kernels share: plain arrays in, plain arrays out, no Python. */
#ifndef VNRESTORE_KERNELS_H
#define VNRESTORE_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/* Loops over so many numbers side by side: the same sums in the same order, eight at a time where the machine can. */
#define LANES 8
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#define IN_LANES __attribute__((target_clones("avx2", "default")))
#else
#define IN_LANES
#endif

/* Has memory brought near (to the second cache, where more can be on its way at once than to the first). */
#if defined(__GNUC__)
#define FETCH(address) __builtin_prefetch(address, 0, 2)
#else
#define FETCH(address) ((void)(address))
#endif

/* The channel's tables under one mixture (vnrestore/language/channel.py). */
typedef struct {
    const float *single; /* [singles + 1][characters]: P(one or no observed character | intended) */
    /* P(two or three observed | intended), row by row: [segments + 2] where each begins, the last has none */
    const int32_t *longer_start, *longer_column;
    const float *longer;
    const float *merged; /* [pairs][kinds]: P(one observed of this kind | two intended) */
    const int32_t *kind; /* [singles + 1]: of a character by what it may be merged from */
    int32_t characters, pairs, kinds;
    int32_t nothing; /* row of `single` for no observed character */
    float longer_floor, stray, outside;
} Channel;

/* What the table of single characters is mixed from. */
typedef struct {
    const float *single; /* [components][rows][characters] */
    const float *pooled; /* [rows][characters] */
    const float *share;  /* [components] */
    const float *shrink; /* [characters] */
    float generic;
    int32_t components, rows, characters;
} Mixture;

void mix_row(const Mixture *mixture, int32_t row, float *out);

/* How observed text is numbered (vnrestore/language/alphabet.py). */
typedef struct {
    const int32_t *rows; /* by code point; the last one stands for all from there on */
    int32_t points;
    const int64_t *keys[2]; /* of the known strings of two and of three characters, ascending */
    const int32_t *segments[2]; /* their rows */
    int64_t known[2];
    int32_t unknown, nothing; /* the rows of all others */
} Alphabet;

void encode(const Alphabet *alphabet, const int32_t *text, int64_t length, int32_t *one, int32_t *two, int32_t *three);

/* Observed strings, character by character; parts of them are told by offset and length. */
typedef struct {
    const int32_t *one;   /* row of `single` and `kind` of the character here */
    const int32_t *two;   /* row of `longer` of the two characters from here */
    const int32_t *three; /* row of `longer` of the three characters from here */
} Observed;

/* A letter trie in level order: node 0 is the root, parents come before their children. */
typedef struct {
    const int32_t *parent, *grandparent, *column, *pair;
    int32_t nodes;
    const int32_t *unit_node;
    int32_t units;
} Trie;

/* Strings, and a hash table of them (vnrestore/language/strings.py). */
typedef struct {
    const int32_t *points; /* the characters of all, one after the other */
    const int32_t *bounds; /* [strings + 1] */
    const int32_t *slots;  /* [a power of two]: number of a string, or -1 */
    uint64_t mask;
} Index;

void fill_index(const int32_t *points, const int32_t *bounds, int32_t strings, int32_t *slots, uint64_t mask);

/* Counted readings of whole strings, rows grouped by the observed string. */
typedef struct {
    Index strings;
    const int32_t *rows; /* [strings + 1] */
    const int32_t *component, *intended;
    const float *probability, *weights, *shrink;
} Readings;

/* What a document itself shows of whole strings. */
typedef struct {
    Index strings;
    const int32_t *rows; /* [strings + 1] */
    const int32_t *intended;
    const float *value;
} OwnReadings;

#define LONGEST_PART 32

int score_units(const Channel *channel, const Observed *observed, const Trie *trie, const float *backoff,
                const int32_t *strings, int64_t count, float *out);

void score_starts(const Channel *channel, const Observed *observed, int32_t length, const Trie *trie, int32_t unit,
                  float *out);

double pair_probability(const Channel *channel, const int32_t *columns, const int32_t *pairs,
                        const int32_t *letters, int32_t rows, const Observed *observed,
                        const int32_t *characters, int32_t length, double copied, double foreign,
                        double *table);

void align_pair(const Channel *channel, const int32_t *columns, int32_t rows, const Observed *observed, int32_t length,
                double *table, int32_t *sizes);

/* The syllables, sorted by onset; behind each, common ones are best put first. */
typedef struct {
    const int32_t *first; /* [onsets + 1]: the syllables of each onset */
    const int32_t *rime;
    const float *backoff; /* [3][syllables] */
    const float *prior;
    const float *top_prior;   /* [syllables]: the best prior from each on behind the same onset */
    const float *top_backoff; /* [onsets] */
    int32_t onsets, rimes, syllables, empty_onset;
} Inventory;

/* One observed token: rows of its prefixes and suffixes in the pools, for each case pattern. */
typedef struct {
    const float *onset_pool[3], *rime_pool[3];
    const int32_t *onset_row[3], *rime_row[3]; /* [cuts]; negative where the case is not possible */
    const float *rime_top; /* [3][cuts]: the highest score of each row of rimes */
    int32_t cuts;
    const float *case_prior;   /* [3] */
    const int32_t *added_at;   /* case * syllables + syllable */
    const float *added;
    int32_t additions;
    int32_t own; /* case * syllables + syllable of the token itself, or -1 */
} Token;

typedef struct {
    int32_t limit;
    float margin, tiny; /* as factors on probabilities */
} Selection;

typedef struct {
    float *reach; /* [rimes] */
    /* of the syllables tried together, [syllables] */
    int32_t *number, *rime, *tried_pattern;
    float *spelled, *tried;
    /* of every syllable found, [syllables] */
    float *score;
    int32_t *pattern;
    float *extra; /* [3][syllables], all zero between calls */
    uint64_t *keys;
    size_t room;
} Scratch;

#define MOST_ONSETS 256

float best_rime(const float *row, int32_t rimes);

int32_t top_syllables(const Inventory *inventory, const Token *token, const Selection *selection, Scratch *scratch,
                      int32_t *index, int32_t *pattern, float *score, float *own_score);

/* Observed tokens, and all that their onsets and rimes are scored with. */
typedef struct {
    Channel channel;
    Observed observed;
    const int32_t *points; /* the characters of all tokens, one after the other */
    const int32_t *bounds; /* [tokens + 1] */
    int32_t tokens;
    /* of onsets and of rimes, in each case pattern */
    Trie trie[2][3];
    const int32_t *unit_of_name[2][3];
    const float *backoff[2][3];
    Readings units;
    OwnReadings own_units;
    Readings words;
    OwnReadings own_words;
    const int32_t *written_of_name; /* case * syllables + syllable, or -1 */
} Scoring;

/* The scores of prefixes and suffixes met so far. */
typedef struct Pools Pools;

Pools *new_pools(void);
void free_pools(Pools *pools);

/* What is asked of each token, and the likeliest syllables of all, one token's behind the other's. */
typedef struct {
    const int32_t *cases; /* bits of the possible case patterns */
    const float *case_prior; /* [tokens][3] */
    const int32_t *own;
    int32_t *index, *pattern;
    float *score;
    float *own_score;
    int32_t *counts;
} Answers;

int likeliest(Pools *pools, int32_t most, const Scoring *scoring, const Inventory *inventory,
              const Selection *selection, const Answers *answers);

/* Which cut of a token an onset and a rime were most likely read from. */
typedef struct {
    int32_t token, onset, rime, onset_case, rime_case;
} Cut;

int32_t best_cut(const Scoring *scoring, const Cut *cut);

/* A static map from 64-bit keys (vnrestore/language/fuse.py). */
typedef struct {
    const void *cells;
    int32_t wide; /* cells of 32 bits, else of 16 */
    uint64_t seed;
    int32_t segment_bits, value_bits;
    uint64_t segments;
} Fuse;

/* Which keys are in a map, and their values, which mean nothing where they are not. */
void find_keys(const Fuse *map, const uint64_t *key, int64_t count, uint8_t *found, int64_t *value);

typedef struct {
    const float *unigrams; /* [words][2] */
    Fuse bigrams, trigrams, fourgrams;
    float logp_step, top_step, bow_top, bow_step;
    int32_t begin;
} Ngrams;

/* Edges, numbered arm by arm: those of an arm have one source, one target, and rows that follow each other. */
typedef struct {
    const int32_t *source, *target; /* [arms] */
    const int32_t *bounds;          /* [arms + 1]: the edges of each */
    const int64_t *begin;           /* [arms]: the row of its first edge */
    int32_t arms;
    const int32_t *symbol; /* [rows] */
    const float *score;
    const int32_t *first, *last; /* entry and exit node of each passage */
    int64_t passages;
} Edges;

/* What chunks may be read as, planned (vnrestore/restore/planner.py). */
typedef struct {
    const int64_t *start, *stop; /* offsets of each chunk */
    int64_t chunks;
    const int64_t *ends; /* the chunks up to the end of each passage */
    int64_t passages;
    const int64_t *chunk, *plan; /* chunks and their plans */
    int64_t fresh;
    const int64_t *bounds; /* [plans + 1]: the pieces of each plan */
    int64_t planned;
    const int32_t *piece_start, *piece_end; /* from the beginning of the chunk */
    const int64_t *piece_number;
    int64_t pieces;
    const int64_t *other; /* [others][4]: more arms, with the chunk each ends in, start, end and number */
    int64_t others;
    const int64_t *rows; /* [lists + 1]: the rows of each list of candidates */
    int64_t lists;
} Plans;

/* The arms of a lattice, of whose number there is exactly `room`. */
typedef struct {
    int32_t *source, *target, *start, *end;
    int32_t *bounds; /* [room + 1] */
    int64_t *begin, *number;
    int64_t used, room;
    int32_t *first, *last; /* of each passage */
} Arms;

/* 0 if all went well, -1 if the plans do not fit; work has room for two numbers a chunk. */
int build_lattice(const Plans *plans, int64_t *work, Arms *arms);

typedef struct {
    int32_t width;
    float margin, promise, lm_weight;
} Beam;

/* The best paths, passage by passage, with the length of each; path has room for all nodes.
 * 0 if all went well, -1 out of memory, -2 if a passage is not connected. */
int search(const Edges *edges, const Ngrams *model, const Beam *beam, double *posterior, int32_t *path,
           int32_t *length);

/* Natural-log P(symbol | those before it) for the symbols of a sentence from its beginning; -1 out of memory. */
int chain(const Ngrams *model, const int32_t *symbol, int64_t count, float *logp);

/* What the stretches of a text were read as, in text order (vnrestore/restore/signs.py). */
typedef struct {
    const uint32_t *text;
    int64_t length;
    const uint8_t *kinds; /* [points] by code point, the last for all from there on */
    int64_t points;
    int64_t *start, *end; /* [count] */
    int32_t *symbol;      /* negative: no word of the model */
    double *posterior;
    int32_t *others; /* letters that are other than those that stand there; -1 where all is kept */
    int64_t *size;   /* of the surface, where it is changed */
    int64_t count;
    const uint8_t *spelled; /* [vocabulary] which symbols are words with letters */
    int64_t vocabulary;
    int32_t close, unknown, code, classes; /* symbols: end of a sentence, ..., the first that is a word */
} Chosen;

#define SIGNS 20
#define LETTERS_TOLD 32

/* Which readings are words with letters, and their signs, [SIGNS][count]; some are for the caller to finish. -1 out of
 * memory. */
int read_signs(const Chosen *chosen, const Ngrams *model, uint8_t *words, double *sign);

/* A weight times how far a sign has come from low to high, row by row. */
typedef struct {
    const int64_t *sign;
    const double *low, *high, *weight;
    int64_t count;
} Steps;

void add_steps(const Steps *steps, const double *sign, int64_t count, double *score);

/* The edges with the stretch of each of some arms and a posterior above the least: their number, and for each of these
 * arms how many; -1 out of memory. */
int64_t rivals(const Edges *edges, const double *posterior, double least, const int32_t *arm, int64_t arms,
               int32_t *size, int32_t *rival, int64_t room);

#endif
