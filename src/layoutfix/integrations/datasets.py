"""layoutfix in `datasets` of Hugging Face: a function for `map`.

    from layoutfix.integrations.datasets import Fix

    dataset = dataset.map(Fix(language="zh"), batched=True, batch_size=64, num_proc=8)

`datasets` keeps what it has made by a digest of the function: settings that are the same make the
same digest, in another process too. It does not see a new version of layoutfix or of a model's
file: pass `load_from_cache_file=False` then.
"""

from layoutfix.integrations.columns import Fix

__all__ = ["Fix"]
