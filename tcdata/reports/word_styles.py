"""How a Word file looks: A4, Arial, British English, the dashboard's blue, and nothing left over
from the library's own template."""

from __future__ import annotations

from typing import Any

from docx.document import Document as File
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

FONT, LANGUAGE = "Arial", "en-GB"
WIDTH = 17.4  # centimetres between the margins
METHOD, TABLE, PLACEHOLDER = "Method", "Figures", "Placeholder Text"
BLUE, GREY, INK = "12436D", "3D3D3D", "1D1D1D"
BLANK, TO_WRITE_IN = "595959", "FFF6D9"  # what is to fill in, 6.5 : 1 on its ground
WORD_2013 = "15"  # an older mode shows “Compatibility Mode” in the title bar
# Sizes are beside that of the text; space before and after in points.
STYLES = {
    "Normal": (0, False, INK, 2, 3),
    "Title": (4.5, True, BLUE, 0, 2),
    "Subtitle": (0, False, GREY, 0, 3),
    "Heading 1": (2, True, BLUE, 8, 2),
    "Caption": (0, True, INK, 5, 2),
    METHOD: (0, False, GREY, 2, 2),
    "Footer": (0, False, GREY, 0, 0),
}
TOGETHER = {"Title", "Heading 1", "Caption"}  # stay on the page of what follows


def apply(file: File, points: float) -> None:
    """Set the page, the language and the styles; `points` is the size of the text."""
    page = file.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21 - WIDTH) / 2)
    page.top_margin, page.bottom_margin = Cm(1.4), Cm(1.5)
    page.footer_distance = Cm(0.7)
    defaults = file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    _set_font(defaults.find(qn("w:rPr")))
    for language in file.styles.element.iter(qn("w:lang")):
        language.attrib.clear()
        language.set(qn("w:val"), LANGUAGE)
    for name, (more, bold, colour, before, after) in STYLES.items():
        known = {style.name for style in file.styles}
        style = file.styles[name] if name in known else _added(file, name)
        _restyle(style, points + more, bold, colour, before, after)
    _add_placeholder(file)
    file.styles.element.append(parse_xml(_TABLE_STYLE))
    _settings(file)


def _added(file: File, name: str) -> Any:
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles["Normal"]
    return style


def _restyle(style: Any, size: float, bold: bool, colour: str, before: float, after: float) -> None:
    for child in ("w:rPr", "w:pPr"):
        for old in style.element.findall(qn(child)):
            outline = old.find(qn("w:outlineLvl"))
            old.clear()
            if outline is not None:
                old.append(outline)
    font, paragraph = style.font, style.paragraph_format
    font.size, font.bold, font.color.rgb = Pt(size), bold, RGBColor.from_string(colour)
    _set_font(style.element.get_or_add_rPr())
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing = 1.05 if style.name == "Normal" else 1.0
    paragraph.keep_with_next = style.name in TOGETHER


def _set_font(properties: Any) -> None:
    """Arial for every script; a theme's font would win over it."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    kinds = " ".join(f'w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "cs", "eastAsia"))
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {kinds}/>"))


def _add_placeholder(file: File) -> None:
    style: Any = file.styles.add_style(PLACEHOLDER, WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb, style.font.italic = RGBColor.from_string(BLANK), True


def _settings(file: File) -> None:
    settings = file.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), WORD_2013)
    for language in settings.iter(qn("w:themeFontLang")):
        language.attrib.clear()
        language.set(qn("w:val"), LANGUAGE)
    # The template's own picture would be shown for the file in a folder.
    package = file.part.package
    for key, part in [*package.rels.items()]:
        if part.reltype.endswith("/thumbnail"):
            package.rels.pop(key)


_TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">
  <w:name w:val="{TABLE}"/><w:uiPriority w:val="99"/>
  <w:pPr><w:spacing w:before="15" w:after="15" w:line="240" w:lineRule="auto"/></w:pPr>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:color="BFBFBF"/>
      <w:insideH w:val="single" w:sz="4" w:color="BFBFBF"/>
    </w:tblBorders>
    <w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/></w:rPr>
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="12" w:color="{BLUE}"/></w:tcBorders>
      <w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>
"""
