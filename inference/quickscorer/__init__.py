"""Trees for many rows at once: the TreeEnsembleRegressor nodes of a model's graph, answered by bit vectors.

A runtime walks every row down every tree, and each step waits for the one before it. Here a tree is a list of
questions, each with the leaves that "no" rules out; all are asked, of 256 rows at a time, and the first leaf that is
left is the answer. That is more work in far fewer instructions, without a branch that a processor could guess wrongly
(QuickScorer, Lucchese et al., SIGIR 2015; of rows side by side RapidScorer, Ye et al., KDD 2018). The scores are the
runtime's, bit for bit: the same leaves, added in float64 in the same order.

`session.open_quick` is the door: `ensemble` reads a node, `questions` and `vectors` turn it into bit vectors, `kernel`
holds the loops, compiled by Numba, and `parts` cuts the graph around the trees.
"""
