package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// exports runs the export command with the program's settings. It returns the exit code and the output.
func (p *program) exports(args ...string) (code int, out, said string) {
	p.t.Helper()
	run := prepare(p.t, p.dir, nil, append([]string{"export"}, args...)...)
	run.cmd.Env = p.env
	code, out = run.end()
	return code, out, run.stderr.String()
}

// An operator exports everything at the command line, while the server runs and after it has stopped.
func TestExportCommand(t *testing.T) {
	t.Parallel()
	e := exportedBy(start(t, exampleFolder(t)))
	e.crowd(1200)
	served := e.get("/export/comments.csv?id="+e.closed, "Authorization", e.auditor).body
	code, out, said := e.exports("-id", e.closed)
	if code != success || out != served || said != "" {
		t.Fatalf("exit code %d, %d bytes where the server gives %d\n%s", code, len(out), len(served), said)
	}
	file := filepath.Join(t.TempDir(), "comments.csv")
	rows := strings.SplitAfter(served, "\n")
	if err := os.WriteFile(file, []byte(strings.Join(rows[:700], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	last, _, _ := strings.Cut(rows[699], ",")
	e.stop()
	noPostgres(t, e.dir)
	if code, out, said := e.exports("-id", e.closed, "-to", file, "-after", last); code != success || out+said != "" {
		t.Errorf("going on: exit code %d, %s%s", code, out, said)
	}
	if whole, _ := os.ReadFile(file); string(whole) != served {
		t.Errorf("going on gives %d bytes of %d", len(whole), len(served))
	}
	noPostgres(t, e.dir)
	book := filepath.Join(t.TempDir(), "responses.xlsx")
	if code, _, said := e.exports("-id", e.survey, "-format", "xlsx", "-to", book, "-language", "en"); code != success {
		t.Errorf("XLSX: exit code %d, %s", code, said)
	}
	opened, err := excelize.OpenFile(book)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if all, err := opened.GetRows("Sheet1"); err != nil || len(all) != 13 || all[0][0] != "Id" || all[0][2] != "Submitted at" {
		t.Errorf("XLSX has %q, %v", all, err)
	}
	noPostgres(t, e.dir)
	for name, play := range map[string]struct {
		args []string
		code int
		says string
	}{
		"not reported":         {[]string{"-id", e.closed, "-open"}, failure, "Until the feedback report is published"},
		"a file that is there": {[]string{"-id", e.closed, "-to", file}, failure, "file exists"},
		"a bad row":            {[]string{"-id", e.closed, "-after", "x"}, failure, "cursor"},
		"no id":                {nil, misuse, "names no consultation"},
		"a row's id":           {[]string{"-id", last}, misuse, "names no consultation"},
		"another format":       {[]string{"-id", e.closed, "-format", "pdf"}, misuse, "not csv"},
		"another language":     {[]string{"-id", e.closed, "-language", "fr"}, misuse, "not zh or en"},
		"more":                 {[]string{"-id", e.closed, "now"}, misuse, "unknown argument"},
		"help":                 {[]string{"-h"}, success, "-format"},
	} {
		code, out, said := e.exports(play.args...)
		if code != play.code || !strings.Contains(out+said, play.says) {
			t.Errorf("%s: exit code %d, %s%s", name, code, out, said)
		}
		if code == failure {
			noPostgres(t, e.dir)
		}
	}
}
