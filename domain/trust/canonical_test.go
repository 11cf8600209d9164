package trust

import (
	"encoding/json"
	"math"
	"strconv"
	"testing"
)

// The examples of RFC 8785, sections 3.2.2 and 3.2.3, and some of its appendix B.
func TestJCSOfTheRFC(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`: `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		`{"\u20ac":1,"\r":2,"\ufb33":3,"1":4,"\ud83d\ude00":5,"\u0080":6,"\u00f6":7}`:                                                                                         "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"ö\":7,\"€\":1,\"😀\":5,\"\ufb33\":3}",
		`[-0, 1e21, 1e20, 123456789012345680000, 1e-6, 1e-7, 5e-324, 1.7976931348623157e308, 9007199254740992]`:                                                               `[0,1e+21,100000000000000000000,123456789012345680000,0.000001,1e-7,5e-324,1.7976931348623157e+308,9007199254740992]`,
	} {
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		if got, err := JCS(value); err != nil || string(got) != want || !IsJCS(got) || IsJCS([]byte(text)) {
			t.Errorf("%s is written\n%s, want\n%s, %v", text, got, want, err)
		}
	}
}

// FuzzJCS writes what it reads again, to the same bytes, and loses no number.
func FuzzJCS(f *testing.F) {
	f.Add(`{"b":[1.5,"\u2028"],"a":{"":null}}`, 0.1)
	f.Add(`[]`, 1e21)
	f.Add(`"\ud800"`, math.Copysign(0, -1))
	f.Fuzz(func(t *testing.T, text string, x float64) {
		var value any
		if json.Unmarshal([]byte(text), &value) == nil {
			once, err := JCS(value)
			if err != nil || !IsJCS(once) || !json.Valid(once) {
				t.Fatalf("%q is written %q, %v", text, once, err)
			}
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return
		}
		number, err := JCS(x)
		if back, _ := strconv.ParseFloat(string(number), 64); err != nil || back != x {
			t.Errorf("%v is written %s, %v", x, number, err)
		}
	})
}
