package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// oneLine returns an error unless the text is exactly one line.
func oneLine(text string) error {
	if strings.Count(text, "\n") != 1 || !strings.HasSuffix(text, "\n") || len(text) < 2 {
		return fmt.Errorf("not one line: %q", text)
	}
	return nil
}

// called runs a command inside the test process. The command must not serve.
func called(settings map[string]string, args ...string) (code int, stdout, stderr string) {
	var out, said bytes.Buffer
	code = run(context.Background(), append([]string{"server"}, args...), func(name string) string { return settings[name] }, &out, &said)
	return code, out.String(), said.String()
}

func TestMisuse(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("s", 32)
	for name, c := range map[string]struct {
		settings map[string]string
		args     []string
		says     string
	}{
		"an argument":           {nil, []string{"serve"}, `unknown argument "serve"`},
		"a flag":                {nil, []string{"--port"}, `unknown argument "--port"`},
		"an address":            {map[string]string{"ADDR": "8080"}, nil, "ADDR=8080 is not an address"},
		"a private address":     {map[string]string{"PRIVATE_ADDR": "9090"}, nil, "PRIVATE_ADDR=9090 is not an address"},
		"a time":                {map[string]string{"REQUEST_TIMEOUT": "10"}, nil, "REQUEST_TIMEOUT=10 is not a time such as"},
		"no time":               {map[string]string{"REQUEST_TIMEOUT": "0s"}, nil, "REQUEST_TIMEOUT=0s"},
		"a pace":                {map[string]string{"FOLD_INTERVAL": "1ns"}, nil, "FOLD_INTERVAL=1ns"},
		"a size":                {map[string]string{"MAX_BODY": "8MB"}, nil, "MAX_BODY=8MB is not a whole number"},
		"a small size":          {map[string]string{"MAX_BODY": "10"}, nil, "MAX_BODY=10 is less than 1024"},
		"a small answer":        {map[string]string{"MAX_ANSWER": "10"}, nil, "MAX_ANSWER=10 is less than 1024"},
		"little memory":         {map[string]string{"ANSWER_MEMORY": "1000000"}, nil, "ANSWER_MEMORY=1000000 is less than 95628544, which a request of MAX_BODY, MAX_COST and MAX_ANSWER takes"},
		"no operations":         {map[string]string{"MAX_CLIENT_OPERATIONS": "-1"}, nil, "MAX_CLIENT_OPERATIONS=-1 is less than 0"},
		"a number":              {map[string]string{"DB_CONNS": "many"}, nil, "DB_CONNS=many is not a whole number"},
		"one connection":        {map[string]string{"DB_CONNS": "1"}, nil, "DB_CONNS=1 is not between"},
		"too many streams":      {map[string]string{"MAX_STREAMS": "-1"}, nil, "MAX_STREAMS=-1 is not between"},
		"a huge answer cache":   {map[string]string{"ANSWER_CACHE": "2000000000"}, nil, "ANSWER_CACHE=2000000000 is not between"},
		"neither true nor":      {map[string]string{"EXAMPLE": "maybe"}, nil, "EXAMPLE=maybe is not true or false"},
		"a level":               {map[string]string{"LOG_LEVEL": "loud"}, nil, "LOG_LEVEL=loud is not debug"},
		"an executor":           {map[string]string{"EXECUTOR": "fast"}, nil, "EXECUTOR=fast is not levels or gqlgen"},
		"only no documents":     {map[string]string{"DOCUMENTS_ONLY": "true"}, nil, "DOCUMENTS_ONLY needs DOCUMENTS"},
		"no documents":          {map[string]string{"DOCUMENTS": "/nowhere.json"}, nil, "DOCUMENTS: open /nowhere.json"},
		"no words":              {map[string]string{"WORDS": "/nowhere"}, nil, "WORDS: no file such as de.json is in /nowhere"},
		"a format":              {map[string]string{"LOG_FORMAT": "xml"}, nil, "LOG_FORMAT=xml is not text or json"},
		"an origin":             {map[string]string{"CORS_ORIGINS": "https://a.example,b.example"}, nil, `CORS_ORIGINS: "b.example" is not an origin`},
		"no language":           {map[string]string{"LOCALES": "zh,中文"}, nil, `LOCALES: "中文" is not a language such as zh or pt-BR`},
		"a zone":                {map[string]string{"TIMEZONE": "Beijing"}, nil, "TIMEZONE=Beijing is not a time zone such as"},
		"a zone of its own":     {map[string]string{"TIMEZONE": "Local"}, nil, "TIMEZONE=Local is not a time zone"},
		"no place":              {map[string]string{"MAX_OPERATIONS": "0"}, nil, "MAX_OPERATIONS=0 is less than 1"},
		"a small burst":         {map[string]string{"RATE_LIMIT": "1", "RATE_BURST": "5"}, nil, "RATE_BURST=5 is less than 141944, which"},
		"less than no rate":     {map[string]string{"RATE_LIMIT": "-1"}, nil, "RATE_LIMIT=-1"},
		"a proxy":               {map[string]string{"TRUSTED_PROXIES": "10.0.0.0/8,proxy"}, nil, "TRUSTED_PROXIES=10.0.0.0/8,proxy is not a list of networks"},
		"a key alone":           {map[string]string{"TLS_KEY": "key.pem"}, nil, "TLS_CERT and TLS_KEY go together"},
		"a secret schema":       {map[string]string{"INTROSPECTION": "no way"}, nil, "INTROSPECTION=no way is not true or false"},
		"two at once, parsed":   {map[string]string{"DB_CONNS": "x", "MAX_BODY": "y"}, nil, "MAX_BODY=y is not a whole number; DB_CONNS=x is not a whole number"},
		"two at once, checked":  {map[string]string{"ADDR": "x", "LOG_LEVEL": "y"}, nil, "localhost:8080 or :8080; LOG_LEVEL=y"},
		"no secret":             {map[string]string{"DATABASE_URL": "postgres://db/minyi"}, nil, "SECRET or SECRET_FILE is needed with DATABASE_URL"},
		"two secrets":           {map[string]string{"SECRET": secret, "SECRET_FILE": "/run/secrets/minyi"}, nil, "SECRET and SECRET_FILE exclude each other"},
		"a short secret":        {map[string]string{"SECRET": "short"}, nil, "SECRET has 5 bytes and needs 32"},
		"no database":           {map[string]string{"DATABASE_URL": "postgres://u:hush@db:port/x", "SECRET": secret}, nil, "DATABASE_URL is not a PostgreSQL address"},
		"nobody's token":        {nil, []string{"token"}, "-subject"},
		"a role":                {nil, []string{"token", "-subject", "li", "-role", "KING"}, `"KING" is neither of [ADMIN AUDITOR INSPECTOR EVALUATOR]`},
		"a role somewhere":      {nil, []string{"token", "-subject", "li", "-role", "HOUSING:KING"}, `"KING" is none of the roles`},
		"an editor of all":      {nil, []string{"token", "-subject", "li", "-role", "EDITOR"}, `"EDITOR" is neither of`},
		"an admin of one":       {nil, []string{"token", "-subject", "li", "-role", "HOUSING:ADMIN"}, `"ADMIN" is none of the roles`},
		"a department":          {nil, []string{"token", "-subject", "li", "-role", "housing:EDITOR"}, `"housing" is not a department's code`},
		"a token's time":        {nil, []string{"token", "-subject", "li", "-expires", "-1h"}, "-expires -1h0m0s is less than a second"},
		"a token's argument":    {nil, []string{"token", "-subject", "li", "ADMIN"}, `unknown argument "ADMIN"`},
		"a token's flag":        {nil, []string{"token", "-name", "li"}, "-name"},
		"a token of strangers":  {map[string]string{"DATABASE_URL": "postgres://db/minyi", "SECRET": secret}, []string{"token", "-subject", "li"}, "DEV_TOKENS=true"},
		"tokens that are off":   {map[string]string{"DEV_TOKENS": "false"}, []string{"token", "-subject", "li"}, "DEV_TOKENS=true"},
		"a token's bad setting": {map[string]string{"ADDR": "x"}, []string{"token", "-subject", "li"}, "ADDR=x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			settings := map[string]string{"MINYI_DATA": filepath.Join(t.TempDir(), "minyi")}
			for name, value := range c.settings {
				settings[name] = value
			}
			code, out, said := called(settings, c.args...)
			if code != misuse || out != "" || oneLine(said) != nil || !strings.Contains(said, c.says) || strings.Contains(said, "hush") {
				t.Errorf("exit code %d, said %q", code, said)
			}
			if _, err := os.Stat(settings["MINYI_DATA"]); !os.IsNotExist(err) {
				t.Errorf("the data folder was touched: %v", err)
			}
		})
	}
}

// The help names every setting, its meaning and its default.
func TestHelp(t *testing.T) {
	t.Parallel()
	code, out, said := called(nil, "-h")
	if code != success || said != "" {
		t.Fatalf("exit code %d, %s", code, said)
	}
	for _, s := range settings() {
		if s.help == "" || s.usual == "" || !strings.Contains(out, "  "+s.name+" ") || !strings.Contains(out, s.help+"\n") || !strings.Contains(out, "(unset: "+s.usual+")") {
			t.Errorf("%+v is not explained", s)
		}
	}
	if code, out, _ := called(nil, "token", "-h"); code != success || !strings.Contains(out, "-subject") {
		t.Errorf("token -h: exit code %d, %s", code, out)
	}
}

func TestUsualConfig(t *testing.T) {
	t.Parallel()
	private, err := readConfig(func(string) string { return "" })
	if err != nil || !private.devTokens() || !private.example() || private.Addr != "localhost:8080" || private.MaxBody != 4<<20 {
		t.Errorf("%v %+v", err, private)
	}
	given := map[string]string{"DATABASE_URL": "postgres://db/minyi", "SECRET": strings.Repeat("s", 32), "CORS_ORIGINS": "https://a.example,*", "EXAMPLE": "true"}
	foreign, err := readConfig(func(name string) string { return given[name] })
	if err != nil || foreign.devTokens() || !foreign.example() || len(foreign.CORSOrigins) != 2 {
		t.Errorf("%v %+v", err, foreign)
	}
}

func TestCallOf(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]string{
		"/tmp/go-build123/b001/exe/server": "go run ./server", "/root/.cache/go-build/ab/abcd-d/server": "go run ./server", "/usr/bin/minyi": "/usr/bin/minyi",
	} {
		if got := callOf(program); got != want {
			t.Errorf("%s: %q", program, got)
		}
	}
}
