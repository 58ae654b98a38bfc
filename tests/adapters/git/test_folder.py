"""A config repository that is a plain folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.git.folder import FolderTree
from engine.errors import Refused


def a_tree(folder: Path) -> Path:
    for path in ("settings.yaml", "customers/ben/customer.yaml", ".git/config"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(path.encode())
    return folder


def test_lists_the_files_below_the_folder_that_holds_the_settings(tmp_path: Path) -> None:
    root = a_tree(tmp_path / "config")

    for asked in (tmp_path, root):
        tree = FolderTree(asked)
        assert tree.root == root
        assert tree.selected == ""
        assert tree.files() == {
            "customers/ben/customer.yaml": root / "customers/ben/customer.yaml",
            "settings.yaml": root / "settings.yaml",
        }


def test_a_single_file_or_folder_selects_inside_its_tree(tmp_path: Path) -> None:
    root = a_tree(tmp_path)

    one = FolderTree(root / "customers" / "ben" / "customer.yaml")
    many = FolderTree(root / "customers")

    assert one.selected == "customers/ben/customer.yaml"
    assert many.selected == "customers"
    assert one.files() == many.files() == FolderTree(root).files()
    assert one.read("customers/ben/customer.yaml") == b"customers/ben/customer.yaml"


def test_a_relative_path_is_meant_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(a_tree(tmp_path))

    assert FolderTree(Path()).root == tmp_path
    assert FolderTree(Path("settings.yaml")).selected == "settings.yaml"


def test_refuses_a_place_without_settings(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Refused, match=r"no settings\.yaml"):
        FolderTree(tmp_path / "empty")
    with pytest.raises(Refused, match="nothing at"):
        FolderTree(tmp_path / "missing")


def test_a_link_is_its_target_as_text_as_in_a_commit(tmp_path: Path) -> None:
    root = a_tree(tmp_path)
    (root / "customers/ben/alerts.yaml").symlink_to("customer.yaml")
    (root / "customers/zoe").symlink_to("ben")

    tree = FolderTree(root)

    assert tree.read("customers/ben/alerts.yaml") == b"customer.yaml"
    assert tree.read("customers/zoe") == b"ben"
    assert "customers/zoe/customer.yaml" not in tree.files()


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../secret"])
def test_refuses_links_that_leave_the_root(tmp_path: Path, target: str) -> None:
    (tmp_path / "secret").write_text("s")
    root = a_tree(tmp_path / "config")
    (root / "customers/ben/alerts.yaml").symlink_to(target)

    with pytest.raises(Refused, match="leads out of"):
        FolderTree(root).read("customers/ben/alerts.yaml")


@pytest.mark.parametrize(
    "path", ["../secret", "/etc/passwd", "out/passwd", "customers/../../secret"]
)
def test_refuses_paths_that_leave_the_root(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret").write_text("s")
    root = a_tree(tmp_path / "config")
    (root / "out").symlink_to("/etc")

    with pytest.raises(Refused, match="leads out of"):
        FolderTree(root).read(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        FolderTree(a_tree(tmp_path)).read("customers/none.yaml")


def test_a_link_to_itself_is_text_like_any_other(tmp_path: Path) -> None:
    root = a_tree(tmp_path / "config")
    (root / "customers/loop").symlink_to("loop")

    assert FolderTree(root).read("customers/loop") == b"loop"
