"""Stretches of Markdown of every kind, to make long replies of."""

PARTS = (
    """\
## Part {number}

A *binary search tree* keeps **smaller keys** to the left of every node, larger ones to the right,
so that each step leaves half of it aside; see the [entry](https://example.org/{number}) about it.

""",
    """\
1. Compare the key with that of node {number}.
2. Go to the left or to the right:
   - left if it is smaller,
   - right if it is larger or equal.
3. Stop where there is no child.

""",
    """\
```python
def insert_{number}(node, key):
    if node is None:
        return Node(key)
    side = "left" if key < node.key else "right"
    setattr(node, side, insert_{number}(getattr(node, side), key))
    return node
```

""",
    """\
| Case | Height | Steps |
|:-----|:------:|------:|
| best | log n | {number} |
| worst | n | n |

""",
    """\
> Remember: a tree that is never balanced may become a list, and then nothing is won.

""",
)
