package draftfile

// libreOfficeText is a text with numbered paragraphs, headings, a table, a footnote and tracked changes, as LibreOffice keeps it.
const libreOfficeText = `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:default-outline-level="1"/>
</office:styles>
<office:automatic-styles>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-prefix="Article " style:num-suffix="." style:num-format="1"/>
<text:list-level-style-number text:level="2" style:num-prefix="(" style:num-suffix=")" style:num-format="a"/>
</text:list-style>
</office:automatic-styles>
<office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>a</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info><text:p>Old </text:p></text:deletion></text:changed-region>
<text:changed-region text:id="c2"><text:insertion><office:change-info><dc:creator>a</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
</text:tracked-changes>
<text:p text:style-name="Title">Ferries Act</text:p>
<text:h text:style-name="Heading_20_1" text:outline-level="1">General</text:h>
<text:list text:style-name="L1" xml:id="l1"><text:list-item><text:p>A ferry is free<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>指渡口。</text:p></text:note-body></text:note> for:</text:p>
<text:list><text:list-item><text:p>children;</text:p></text:list-item><text:list-item><text:p>students.</text:p></text:list-item></text:list></text:list-item>
<text:list-item><text:p>Every other person pays.</text:p></text:list-item></text:list>
<text:h text:style-name="Heading_20_1" text:outline-level="1">Fares</text:h>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/>
<table:table-row><table:table-cell><text:p>Car</text:p></table:table-cell><table:table-cell><text:p>5</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Lorry</text:p></table:table-cell><table:table-cell><text:p>10</text:p></table:table-cell></table:table-row></table:table>
<text:p><text:change text:change-id="c1"/><text:change-start text:change-id="c2"/>New words<text:change-end text:change-id="c2"/>.</text:p>
</office:text></office:body></office:document>
`
