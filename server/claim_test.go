package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A wrong OIDC_CONFIG stops the start with one line, before anything is changed.
func TestProviderMisuse(t *testing.T) {
	t.Parallel()
	entry := func(claims string) string {
		return `[{"issuer": "https://id.example", "audience": "minyi", "claims": ` + claims + `}]`
	}
	for name, c := range map[string]struct{ setting, says string }{
		"no file":               {"/nowhere/oidc.json", "neither a JSON list nor a file"},
		"no JSON":               {"[{]", "OIDC_CONFIG: invalid character"},
		"an unknown name":       {`[{"isuer": "https://id.example"}]`, `unknown field "isuer"`},
		"an unknown claim":      {entry(`{"role": "x"}`), `unknown field "role"`},
		"an unknown part":       {entry(`{"roles": {"klaim": "x"}}`), `unknown field "klaim"`},
		"more than a list":      {`[] []`, "something follows"},
		"no issuer":             {`[{"audience": "minyi"}]`, `entry 1: the issuer ""`},
		"an issuer without TLS": {`[{"issuer": "http://id.example", "audience": "minyi"}]`, "http is for this machine alone"},
		"no audience":           {`[{"issuer": "https://id.example"}]`, "an audience is needed"},
		"an empty audience":     {`[{"issuer": "https://id.example", "audience": [""]}]`, "an audience is needed"},
		"an issuer twice":       {`[{"issuer": "https://id.example", "audience": "a"}, {"issuer": "https://id.example", "audience": "b"}]`, "entry 2: the issuer https://id.example stands twice"},
		"an unknown role":       {entry(`{"roles": {"claim": "g", "values": {"x": "KING"}}}`), `claims.roles, "x": "KING"`},
		"a role of nowhere":     {entry(`{"roles": {"claim": "g", "values": {"x": "EDITOR"}}}`), `claims.roles, "x": "EDITOR"`},
		"values of no claim":    {entry(`{"roles": {"values": {"x": "ADMIN"}}}`), "claims.roles needs a claim"},
		"an unknown level":      {entry(`{"assurance": {"claim": "acr", "values": {"x": "ANONYMOUS"}}}`), `"ANONYMOUS" is neither VERIFIED nor PSEUDONYMOUS`},
		"two at once":           {`[{"issuer": "x", "audience": "a"}, {"issuer": "https://id.example"}]`, "; OIDC_CONFIG, entry 2: an audience"},
	} {
		dir := filepath.Join(t.TempDir(), "minyi")
		code, _, said := called(map[string]string{"OIDC_CONFIG": c.setting, "MINYI_DATA": dir})
		if code != misuse || oneLine(said) != nil || !strings.Contains(said, c.says) {
			t.Errorf("%s: exit code %d, %s", name, code, said)
		}
		if _, err := os.Stat(dir); !os.IsNotExist(err) {
			t.Errorf("%s: the data folder was touched", name)
		}
	}
}

func TestProviderFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "oidc.json")
	text := `[{"issuer": "http://[::1]:9/a", "audience": ["minyi"], "claims": {"roles": {"claim": "g", "values": {"x": "EDITOR", "y": "ADMIN"}}, "departments": "d"}}]`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := readConfig(func(name string) string { return map[string]string{"OIDC_CONFIG": file}[name] })
	if err != nil || len(c.providers) != 1 || c.providers[0].Claims.Roles.Values["y"] != "ADMIN" {
		t.Errorf("%v %+v", err, c.providers)
	}
}
