"""The estimator and the mixture: probabilities sum to one, before and after pruning."""

from __future__ import annotations

import numpy as np

from vnrestore.train.kneser_ney import count, estimate, evaluate_on
from vnrestore.train.mixture import backoff, mix, prune

BEGIN, END, VOCABULARY = 0, 1, 6
# <s> 2 3 4 </s>  <s> 2 3 5 </s>  <s> 3 4 </s>  <s> 2 3 4 5 </s>
IDS = np.array([0, 2, 3, 4, 1, 0, 2, 3, 5, 1, 0, 3, 4, 1, 0, 2, 3, 4, 5, 1], np.uint16)


def test_counts_do_not_cross_sentences() -> None:
    raw = count(IDS, 2, BEGIN, END)
    bigrams = dict(zip(raw.keys[1].tolist(), raw.counts[1].tolist(), strict=True))
    assert bigrams[2 << 16 | 3] == 3
    assert (END << 16 | BEGIN) not in bigrams


def test_each_context_sums_to_one() -> None:
    raw = count(IDS, 3, BEGIN, END)
    model = estimate(raw, BEGIN)
    words = np.arange(VOCABULARY, dtype=np.uint64)
    context = np.uint64(2 << 16 | 3)
    union = [words, np.uint64(3 << 16) | words, (context << np.uint64(16)) | words]
    for table in evaluate_on(model, union, VOCABULARY):
        np.testing.assert_allclose(table.sum(), 1.0, atol=1e-9)


def test_a_pruned_mixture_still_sums_to_one() -> None:
    raw = count(IDS, 3, BEGIN, END)
    model = estimate(raw, BEGIN)
    union, mixed, joint = mix([model, model], [raw, raw], np.array([0.5, 0.5]), VOCABULARY, floor=1)
    keep = prune(union, mixed, joint, {2: 4, 3: 2})
    unigrams, bigrams, _ = backoff(union, mixed, keep)
    assert len(bigrams.keys) < len(union[1])
    for word in np.unique(bigrams.keys >> np.uint64(16)).tolist():
        seen = {
            int(k) & 0xFFFF: p
            for k, p in zip(bigrams.keys, bigrams.logp, strict=True)
            if int(k) >> 16 == word
        }
        total = sum(
            np.exp(seen[w]) if w in seen else np.exp(unigrams.bow_logp[word] + unigrams.logp[w])
            for w in range(VOCABULARY)
        )
        np.testing.assert_allclose(total, 1.0, atol=1e-6)
