"""Every measure of the network equals that of networkx and numpy, on published graphs and on generated ones.

In: the program `measures` (crates/mithaq-analysis/examples), as MITHAQ_MEASURES. Run by `tests/python/run`.
"""

import json
import os
import random
import subprocess

import networkx as nx
import numpy as np
import pytest

PUBLISHED = {
    "karate club": nx.karate_club_graph,
    "Florentine families": nx.florentine_families_graph,
    "Les Misérables": nx.les_miserables_graph,
    "southern women": nx.davis_southern_women_graph,
    "Krackhardt's kite": nx.krackhardt_kite_graph,
    "Petersen": nx.petersen_graph,
    "Frucht": nx.frucht_graph,
    "Heawood": nx.heawood_graph,
    "Tutte": nx.tutte_graph,
    "truncated tetrahedron": nx.truncated_tetrahedron_graph,
    "Pappus": nx.pappus_graph,
    "bull": nx.bull_graph,
}


def weighted(graph, seed):
    draw = random.Random(seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = draw.randint(1, 6)
    return graph


GENERATED = {
    **{f"random {n} {p}": weighted(nx.gnp_random_graph(n, p, seed=n), n) for n, p in [(30, 0.05), (60, 0.1), (120, 0.03), (200, 0.4)]},
    **{f"preferential {n}": weighted(nx.barabasi_albert_graph(n, 3, seed=n), n) for n in (40, 150)},
    "ring of cliques": weighted(nx.ring_of_cliques(8, 5), 1),
    "two parts": weighted(nx.disjoint_union(nx.complete_graph(6), nx.path_graph(9)), 2),
    "bipartite": weighted(nx.complete_bipartite_graph(4, 9), 3),
    "isolates": nx.empty_graph(5),
    "nearly complete": weighted(nx.complement(nx.gnp_random_graph(50, 0.05, seed=5)), 4),
    "long path": nx.path_graph(80),
    # More pairs tied than not: our chain then rewires those that are not.
    "half": weighted(nx.gnp_random_graph(24, 0.6, seed=6), 6),
}


def measured(graph, draws=0):
    names = list(graph)
    number = {name: i for i, name in enumerate(names)}
    edges = [[number[a], number[b], float(d.get("weight", 1))] for a, b, d in graph.edges(data=True)]
    line = json.dumps({"nodes": len(names), "edges": edges, "draws": draws})
    done = subprocess.run([os.environ["MITHAQ_MEASURES"]], input=line + "\n", capture_output=True, text=True, check=True)
    return names, json.loads(done.stdout)


def eigenvector(graph):
    """The top eigenvector; where several share the largest eigenvalue, the share that power iteration from equal values gives."""
    matrix = nx.to_numpy_array(graph, weight="weight")
    if not matrix.any():
        return np.zeros(len(graph))
    values, vectors = np.linalg.eigh(matrix)
    top = vectors[:, values[-1] - values <= 1e-9 * max(1, abs(values[-1]))]
    shared = top @ (top.T @ np.ones(len(graph)))
    return np.clip(shared / np.linalg.norm(shared), 0, None)


@pytest.mark.parametrize("name", [*PUBLISHED, *GENERATED])
def test_every_measure_equals_the_reference(name):
    graph = PUBLISHED[name]() if name in PUBLISHED else GENERATED[name]
    names, got = measured(graph)
    reference = {
        "degree": dict(graph.degree()),
        "strength": dict(graph.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(graph),
        "closeness": nx.closeness_centrality(graph),
        "clustering": nx.clustering(graph),
        "core": nx.core_number(graph),
        "eigenvector": dict(zip(names, eigenvector(graph))),
    }
    for measure, values in reference.items():
        for node, mine in zip(names, got["nodes"]):
            assert abs(mine[measure] - values[node]) < 1e-9, (measure, node, mine[measure], values[node])
    assert sorted(map(sorted, got["bridges"])) == sorted(sorted((names.index(a), names.index(b))) for a, b in nx.bridges(graph))


@pytest.mark.parametrize("name", [*PUBLISHED, *GENERATED])
def test_communities_are_as_good(name):
    graph = PUBLISHED[name]() if name in PUBLISHED else GENERATED[name]
    names, got = measured(graph)
    groups = [{names[i] for i in group} for group in got["communities"]]
    assert nx.community.is_partition(graph, groups)
    if graph.number_of_edges() == 0:
        assert got["modularity"] == 0
        return
    assert abs(nx.community.modularity(graph, groups) - got["modularity"]) < 1e-9
    rivals = [nx.community.louvain_communities(graph, seed=s) for s in range(10)] + [nx.community.greedy_modularity_communities(graph, weight="weight")]
    best = max(nx.community.modularity(graph, r) for r in rivals)
    assert got["modularity"] >= best - 1e-9


@pytest.mark.parametrize("name", ["karate club", "Les Misérables", "ring of cliques", "random 200 0.4", "half"])
def test_closure_is_held_against_the_same_chance(name):
    graph = PUBLISHED[name]() if name in PUBLISHED else GENERATED[name]
    _, got = measured(graph, draws=2000)
    closure = got["closure"]
    assert closure["observed"] == sum(nx.triangles(graph).values()) // 3
    draws = []
    for seed in range(60):
        rewired = nx.Graph(graph.edges())
        # Swaps that would double a tie are not counted as tries by networkx: a dense graph has few that can be made.
        nx.double_edge_swap(rewired, nswap=3 * graph.number_of_edges(), max_tries=10**6, seed=seed)
        draws.append(sum(nx.triangles(rewired).values()) / 3)
    mean, error = np.mean(draws), np.std(draws) / np.sqrt(len(draws))
    assert abs(closure["expected"] - mean) < 5 * error + 0.01 * mean, (closure, mean, error)
    assert abs(closure["ratio"] - closure["observed"] / closure["expected"]) < 1e-9
    low, high = closure["interval"]
    assert low <= closure["ratio"] <= high
