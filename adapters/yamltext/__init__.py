"""The text of YAML documents: strict reading, places, edits by splicing, writing and formatting."""

from adapters.yamltext.document_text import YamlText
from adapters.yamltext.proof import EditUnproven
from adapters.yamltext.rules import RULES

__all__ = ["RULES", "EditUnproven", "YamlText"]
