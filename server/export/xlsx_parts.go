package export

// The namespaces of Excel's XML.
const (
	mainSpace      = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationsType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	relationsSpace = "http://schemas.openxmlformats.org/package/2006/relationships"
	mainType       = "application/vnd.openxmlformats-officedocument.spreadsheetml."

	// xlsxSheetHead freezes the headings and makes each column twenty characters wide.
	xlsxSheetHead = `<worksheet xmlns="` + mainSpace + `"><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultColWidth="20" defaultRowHeight="15"/><sheetData>`
)

// xlsxParts are the files that are the same in every workbook. The default type of XML is a sheet, because the number of sheets is
// not known yet.
var xlsxParts = []struct{ name, text string }{
	{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="` + mainType + `worksheet+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="` + mainType + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + mainType + `styles+xml"/></Types>`},
	{"_rels/.rels", `<Relationships xmlns="` + relationsSpace + `"><Relationship Id="rId1" Type="` + relationsType + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
	{"xl/styles.xml", `<styleSheet xmlns="` + mainSpace + `"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
		`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" quotePrefix="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`},
}
