package main

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/tidwall/gjson"
)

// unzip writes the files of a ZIP into a folder.
func unzip(t *testing.T, body string) string {
	t.Helper()
	files, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, f := range files.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, f.Name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// checks runs the script of a bundle.
func checks(t *testing.T, folder string) (string, bool) {
	t.Helper()
	said, err := exec.Command("python3", filepath.Join(folder, "check.py")).CombinedOutput()
	return string(said), err == nil
}

// TestReportBundle takes a report away with its data, and counts every number again without the server. One changed byte is found, also if its hash was
// changed with it.
func TestReportBundle(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("this test needs python3: %v", err)
	}
	e := startExported(t)
	got := e.get("/export/report.zip?id=" + reportOfExample(e.program).Get("id").String())
	if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("%d %v", got.StatusCode, got.Header)
	}
	folder := unzip(t, got.body)
	said, right := checks(t, folder)
	if !right || !strings.Contains(said, "numbers were counted again\nOK") {
		t.Fatalf("the bundle says %s", said)
	}
	key, err := os.ReadFile(filepath.Join(folder, "log-key.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("python3", filepath.Join(folder, "verify.py"), strings.TrimSpace(string(key)), filepath.Join(folder, "report.ndjson")).CombinedOutput(); err != nil {
		t.Errorf("verify.py says %s", out)
	}
	description, err := os.ReadFile(filepath.Join(folder, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range gjson.ParseBytes(description).Get("resources").Array() {
		changesOneByte(t, folder, r)
	}
	for query, want := range map[string]int{"": 400, "?id=x": 400, "?id=" + e.closed: 400, "?id=x&id=y": 400} {
		if got := e.get("/export/report.zip" + query); got.StatusCode != want {
			t.Errorf("%q: %d, want %d", query, got.StatusCode, want)
		}
	}
}

// changesOneByte changes the middle byte of a table, and puts it back.
func changesOneByte(t *testing.T, folder string, r gjson.Result) {
	t.Helper()
	path := filepath.Join(folder, r.Get("path").String())
	whole, err := os.ReadFile(path)
	if err != nil || len(whole) != int(r.Get("bytes").Int()) {
		t.Fatalf("%s has %d bytes, %v", path, len(whole), err)
	}
	if !r.Get("schema").Exists() {
		return
	}
	rows, err := csv.NewReader(strings.NewReader(string(whole))).ReadAll()
	if err != nil || len(rows[0]) != len(r.Get("schema.fields").Array()) {
		t.Errorf("%s has the columns %v, %v", path, rows[0], err)
	}
	changed := []byte(string(whole))
	changed[len(changed)/2] ^= 1
	for _, text := range []string{string(changed), string(whole)} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if said, right := checks(t, folder); right != (text == string(whole)) {
			t.Errorf("with another byte in %s the script says %s", path, said)
		}
	}
}

// Who changes a row and its hash is found by the counts, and by what the report signed.
func TestBundleWithOtherHash(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("this test needs python3: %v", err)
	}
	e := startExported(t)
	folder := unzip(t, e.get("/export/report.zip?id="+reportOfExample(e.program).Get("id").String()).body)
	change := exec.Command("python3", "-c", `
import csv, hashlib, json, sys
rows = list(csv.reader(open("comments.csv", newline="")))
rows[1][2] = "NEUTRAL" if rows[1][2] != "NEUTRAL" else "OPPOSE"
csv.writer(open("comments.csv", "w", newline=""), lineterminator="\n").writerows(rows)
raw = open("comments.csv", "rb").read()
d = json.load(open("datapackage.json"))
for r in d["resources"]:
    if r["path"] == "comments.csv": r["bytes"], r["hash"] = len(raw), "sha256:" + hashlib.sha256(raw).hexdigest()
json.dump(d, open("datapackage.json", "w"))`)
	change.Dir = folder
	if said, err := change.CombinedOutput(); err != nil {
		t.Fatalf("%s", said)
	}
	said, right := checks(t, folder)
	if right || !strings.Contains(said, "/said/byStance/") || !strings.Contains(said, "does not have the rows of the report") || strings.Contains(said, "was changed") {
		t.Errorf("the script says %s", said)
	}
}
