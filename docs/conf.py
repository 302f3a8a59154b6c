"""The site: docs/build.sh builds it. Pages below docs/generated are written by extensions/generated_pages.py."""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "extensions"))

project = "replicas"
author = "the replicas authors"
copyright = author  # noqa: A001: Sphinx asks for it under this name
version = release = re.search(r"project\(\w+ VERSION ([\d.]+)", (HERE.parent / "CMakeLists.txt").read_text())[1]
extensions = ["myst_nb", "sphinx.ext.autodoc", "generated_pages", "formulas"]
exclude_patterns = ["_build", "build", "extensions"]
myst_enable_extensions = ["dollarmath", "colon_fence", "deflist"]
myst_heading_anchors = 3
myst_links_external_new_tab = False
html_theme = "furo"
html_title = f"replicas {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
nb_execution_mode = "force"
nb_execution_in_temp = True
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_output_stderr = "remove"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
