// Package bundle writes a feedback report and its data as one ZIP, with a Data Package (Frictionless) that describes its files.
package bundle

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"io"
	"strconv"
	"time"

	"minyi/server/export"
)

// Writer writes a ZIP file after file. It holds none of them.
type Writer struct {
	zip       *zip.Writer
	made      time.Time // of every file, so that the same report gives the same bytes
	resources []resource
}

// resource describes a file, as the specification Data Resource says.
type resource struct {
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Profile   string  `json:"profile"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"`
	Schema    *schema `json:"schema,omitempty"`
}

// schema is a Table Schema.
type schema struct {
	Fields     []Field `json:"fields"`
	PrimaryKey string  `json:"primaryKey,omitempty"`
}

// Field is a column of a table.
type Field struct {
	Name        string         `json:"name"`
	Type        string         `json:"type"`
	Description string         `json:"description"`
	Constraints map[string]any `json:"constraints,omitempty"`
}

// NewWriter begins a ZIP whose files bear the time.
func NewWriter(to io.Writer, made time.Time) *Writer {
	return &Writer{zip: zip.NewWriter(to), made: made}
}

// counter counts bytes.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// File adds a file.
func (w *Writer) File(name, path, media string, write func(io.Writer) error) error {
	return w.add(resource{Name: name, Path: path, Profile: "data-resource", MediaType: media}, write)
}

func (w *Writer) add(r resource, write func(io.Writer) error) error {
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: r.Path, Method: zip.Deflate, Modified: w.made})
	if err != nil {
		return err
	}
	sum, size := sha256.New(), new(counter)
	if err := write(io.MultiWriter(to, sum, size)); err != nil {
		return err
	}
	r.Encoding, r.Bytes, r.Hash = "utf-8", int64(*size), "sha256:"+hex.EncodeToString(sum.Sum(nil))
	w.resources = append(w.resources, r)
	return nil
}

// Row adds a row to a table. A value is a string, an int, a float64, a bool, a pointer to one of them, or nil for none.
type Row func(values ...any) error

// Table adds a table as CSV (RFC 4180). Its first column is the key of a row if it says that it is unique.
func (w *Writer) Table(name string, fields []Field, rows func(Row) error) error {
	of := schema{Fields: fields}
	if fields[0].Constraints["unique"] == true {
		of.PrimaryKey = fields[0].Name
	}
	return w.add(resource{Name: name, Path: name + ".csv", Profile: "tabular-data-resource", MediaType: "text/csv", Schema: &of}, func(to io.Writer) error {
		sheet, record := csv.NewWriter(to), make([]string, len(fields))
		for i, f := range fields {
			record[i] = f.Name
		}
		if err := sheet.Write(record); err != nil {
			return err
		}
		err := rows(func(values ...any) error {
			for i, v := range values {
				record[i] = text(v)
			}
			return sheet.Write(record)
		})
		sheet.Flush()
		if err != nil {
			return err
		}
		return sheet.Error()
	})
}

// text writes a value. No spreadsheet runs a text as a formula.
func text(value any) string {
	switch v := value.(type) {
	case string:
		return export.EscapeFormula(v)
	case *string:
		if v != nil {
			return export.EscapeFormula(*v)
		}
	case int:
		return strconv.Itoa(v)
	case *int:
		if v != nil {
			return strconv.Itoa(*v)
		}
	case *float64:
		if v != nil {
			return strconv.FormatFloat(*v, 'g', -1, 64)
		}
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// Close writes the description of all files, which is the last file, and ends the ZIP.
func (w *Writer) Close(name, title string) error {
	to, err := w.zip.CreateHeader(&zip.FileHeader{Name: "datapackage.json", Method: zip.Deflate, Modified: w.made})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(to)
	enc.SetIndent("", " ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"profile": "data-package", "name": name, "title": title, "resources": w.resources}); err != nil {
		return err
	}
	return w.zip.Close()
}
