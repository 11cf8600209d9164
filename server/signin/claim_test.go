package signin

import (
	"encoding/json"
	"fmt"
	"testing"
)

func TestClaims(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ config, claims, want string }{
		"nothing":              {`{}`, `{"roles": "ADMIN"}`, " PSEUDONYMOUS  []"},
		"roles as they are":    {`{"roles": "r"}`, `{"r": ["PARKS:EDITOR", "ADMIN", "offline_access", "parks:EDITOR", "EDITOR", "PARKS:ADMIN", 7, "ADMIN"]}`, " PSEUDONYMOUS  [EDITOR@PARKS ADMIN]"},
		"a person":             {`{"person": "employee.number"}`, `{"employee": {"number": 17}}`, "17 PSEUDONYMOUS  []"},
		"one role":             {`{"roles": "r"}`, `{"r": "AUDITOR"}`, " PSEUDONYMOUS  [AUDITOR]"},
		"roles by values":      {`{"roles": {"claim": "a.b", "values": {"x": "PARKS:REVIEWER"}}}`, `{"a": {"b": ["x", "ADMIN"]}}`, " PSEUDONYMOUS  [REVIEWER@PARKS]"},
		"roles of departments": {`{"roles": "r", "departments": "d"}`, `{"r": ["EDITOR", "AUDITOR"], "d": ["PARKS", "housing", "WATER"]}`, " PSEUDONYMOUS  [EDITOR@PARKS EDITOR@WATER AUDITOR]"},
		"no departments":       {`{"roles": "r", "departments": "d"}`, `{"r": ["EDITOR"]}`, " PSEUDONYMOUS  []"},
		"a name with dots":     {`{"roles": "https://city.example/roles"}`, `{"https://city.example/roles": ["ADMIN"]}`, " PSEUDONYMOUS  [ADMIN]"},
		"verified":             {`{"name": "n", "assurance": {"claim": "v", "values": {"true": "VERIFIED"}}, "district": "address.locality"}`, `{"n": "李", "v": true, "address": {"locality": "湖滨"}}`, "李 VERIFIED 湖滨 []"},
		"not verified":         {`{"assurance": {"claim": "v", "values": {"true": "VERIFIED"}}}`, `{"v": false}`, " PSEUDONYMOUS  []"},
		"verified by itself":   {`{"assurance": {"claim": "v", "values": {"3": "VERIFIED"}}}`, `{"v": "VERIFIED"}`, " PSEUDONYMOUS  []"},
		"a level":              {`{"assurance": {"claim": "v", "values": {"3": "VERIFIED"}}}`, `{"v": 3}`, " VERIFIED  []"},
		"the wrong kinds":      {`{"name": "n", "roles": "n.x", "assurance": "n", "district": "n"}`, `{"n": {"y": null}}`, " PSEUDONYMOUS  []"},
		"a path through lists": {`{"roles": "a.b"}`, `{"a": [{"b": "ADMIN"}]}`, " PSEUDONYMOUS  []"},
	} {
		var config claimConfig
		var claims map[string]any
		if err := decodeStrictly([]byte(c.config), &config); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(c.claims), &claims); err != nil {
			t.Fatal(err)
		}
		who := config.actor(claims)
		who.Name += who.Person
		roles := []string{}
		for _, r := range who.Roles {
			text := string(r.Role)
			if r.Department != nil {
				text += "@" + *r.Department
			}
			roles = append(roles, text)
		}
		if got := fmt.Sprintf("%s %s %s %v", who.Name, who.Assurance, who.District, roles); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
