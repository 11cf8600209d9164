package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"minyi/db/pg"
	surveydb "minyi/db/survey"
	"minyi/domain/civic"
	"minyi/domain/survey"
	"minyi/server/middleware"
	"minyi/server/reply"
)

// surveySchema is the JSON Schema of the files of surveys.
//
//go:embed survey.schema.json
var surveySchema []byte

// surveySchemaPath is the address of the schema. Files name it, so it stays.
const surveySchemaPath = "/survey.schema.json"

// routeSurveyFiles registers the addresses of the files of surveys. site is the address of this server.
func routeSurveyFiles(mux *http.ServeMux, d *pg.DB, site string, around ...middleware.Middleware) {
	mux.Handle("GET /export/survey.json", middleware.Chain(exportSurvey(d, site), around...))
	mux.HandleFunc("GET "+surveySchemaPath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/schema+json")
		w.Header().Set("Cache-Control", "public, max-age=300")
		_, _ = w.Write(surveySchema) // the reader may be gone
	})
}

// exportSurvey replies with a survey as createSurvey takes it, such as /export/survey.json?id=…&version=2. Everybody may have the surveys that they may
// see; the newest version is the default.
func exportSurvey(d *pg.DB, site string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		of, questions, err := readSurvey(r, d)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		file, err := writeSurvey(site+surveySchemaPath, of.Input(questions))
		sendFile(w, r, "application/json", "survey-"+of.Key.String()+".json", of.Titles.In(civic.LocaleOf(r.Context()))+".json", file, err)
	}
}

// readSurvey reads the survey and the version that the address names. It refuses as BAD_REQUEST a parameter that it does not know.
func readSurvey(r *http.Request, d *pg.DB) (of survey.Survey, questions []survey.Question, err error) {
	query := r.URL.Query()
	for parameter, values := range query {
		if parameter != "id" && parameter != "version" || len(values) != 1 {
			return of, nil, civic.Refuse(civic.BadRequest, parameter)
		}
	}
	id, err := civic.ParseID(query.Get("id"))
	if err == nil {
		_, err = id.Of(survey.SurveyKind, "id")
	}
	if err != nil {
		return of, nil, err
	}
	found, err := pg.One(r.Context(), d, civic.ActorOf(r.Context()), surveydb.SurveysByID, id, "id")
	if err != nil {
		return of, nil, err
	}
	version, err := wantedVersion(*found, query.Get("version"))
	if err != nil {
		return of, nil, err
	}
	versions, err := surveydb.SurveyQuestions(r.Context(), d, civic.ActorOf(r.Context()), []survey.SurveyVersion{version})
	return *found, versions[version], err
}

// wantedVersion is the version of a survey that a text names, the newest one by default.
func wantedVersion(of survey.Survey, text string) (survey.SurveyVersion, error) {
	if text == "" {
		return of.At(nil)
	}
	number, err := strconv.Atoi(text)
	if err != nil {
		return survey.SurveyVersion{}, civic.Refuse(civic.BadRequest, "version")
	}
	return of.At(&number)
}

// writeSurvey writes an input of createSurvey as a file.
func writeSurvey(schema string, in survey.CreateSurveyInput) ([]byte, error) {
	var file bytes.Buffer
	name, err := json.Marshal(schema)
	if err != nil {
		return nil, err
	}
	raw := append([]byte(`{"$schema":`), name...)
	raw, err = appendInput(append(raw, `,"input":`...), reflect.ValueOf(in))
	if err != nil {
		return nil, err
	}
	err = json.Indent(&file, append(raw, '}'), "", " ")
	return file.Bytes(), err
}

// appendInput writes an input as JSON, in the order of its fields and with the names of the API. What is empty is left out, which is its default.
func appendInput(to []byte, v reflect.Value) ([]byte, error) {
	switch {
	case v.Type() == reflect.TypeFor[civic.ID](): // it writes itself
	case v.Kind() == reflect.Slice:
		return appendItems(to, v)
	case v.Kind() == reflect.Struct:
		return appendFields(to, v)
	}
	raw, err := json.Marshal(v.Interface())
	return append(to, raw...), err
}

func appendItems(to []byte, v reflect.Value) (_ []byte, err error) {
	to = append(to, '[')
	for i := range v.Len() {
		if i > 0 {
			to = append(to, ',')
		}
		if to, err = appendInput(to, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(to, ']'), nil
}

func appendFields(to []byte, v reflect.Value) (_ []byte, err error) {
	open := byte('{')
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			continue
		}
		to = append(append(append(append(to, open), '"'), civic.FieldName(v.Type().Field(i).Name)...), '"', ':')
		if to, err = appendInput(to, v.Field(i)); err != nil {
			return nil, err
		}
		open = ','
	}
	if open == '{' {
		to = append(to, open)
	}
	return append(to, '}'), nil
}
