package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/google/uuid"

	"minyi/db/pg"
	policydb "minyi/db/policy"
	"minyi/domain/civic"
	"minyi/domain/legaltext"
	"minyi/domain/policy"
	"minyi/server/draftfile"
	"minyi/server/middleware"
	"minyi/server/reply"
)

// draftFormats are the formats of drafts, by the ends of the files' names.
var draftFormats = map[string]struct {
	media string
	write func(io.Writer, policy.Draft, []legaltext.Clause) error
}{
	"docx": {wordMedia, draftfile.WriteWord},
	"md":   {"text/markdown; charset=utf-8", draftfile.WriteMarkdown},
	"xml":  {"application/akn+xml", draftfile.WriteAkomaNtoso},
}

const wordMedia = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

// draftFileCost is what a file costs: as much as a long text with its comparison.
const draftFileCost = 2000

// routeDraftFiles registers the addresses of the files of drafts.
func routeDraftFiles(mux *http.ServeMux, d *pg.DB, around ...middleware.Middleware) {
	handle := func(pattern string, h http.HandlerFunc) { mux.Handle(pattern, middleware.Chain(h, around...)) }
	for format := range draftFormats {
		handle("GET /export/draft."+format, exportDraft(d, format))
	}
	handle("GET /export/comparison.html", exportComparison(d, "html"))
	handle("GET /export/comparison.docx", exportComparison(d, "docx"))
	mux.Handle("POST /upload/{token}", middleware.Chain(uploadDraft(d), append(around[1:], middleware.LimitBody(policy.LargestUpload))...))
}

// exportDraft replies with a draft as a file, such as /export/draft.docx?id=…. Everybody may have the drafts that they may see.
func exportDraft(d *pg.DB, format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ids, err := idsOf(r, "id")
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		draft, clauses, err := policydb.WholeDraft(r.Context(), d, civic.ActorOf(r.Context()), ids[0])
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		var file bytes.Buffer
		err = draftFormats[format].write(&file, *draft, clauses)
		sendFile(w, r, draftFormats[format].media, "draft-"+draft.Key.String()+"."+format, draft.Title+"."+format, file.Bytes(), err)
	}
}

// exportComparison replies with the comparison table of two versions, such as /export/comparison.html?from=…&to=…. With only=changed the
// clauses that are the same are left out.
func exportComparison(d *pg.DB, format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ids, err := idsOf(r, "from", "to")
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		v, err := policydb.CompareDrafts(r.Context(), d, civic.ActorOf(r.Context()), ids[0], ids[1])
		if err == nil && v == nil {
			err = civic.Refuse(civic.NotFound, "")
		}
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		write, media := draftfile.WriteComparisonWord, wordMedia
		if format == "html" {
			write, media = draftfile.WriteComparisonPage, "text/html; charset=utf-8"
			w.Header().Set("Content-Security-Policy", draftfile.ComparisonPolicy)
		}
		var file bytes.Buffer
		err = write(&file, *v, civic.LocaleOf(r.Context()), r.URL.Query().Get("only") == "changed")
		sendFile(w, r, media, "comparison-"+v.To.Key.String()+"."+format, v.To.Title+" 修改对照表."+format, file.Bytes(), err)
	}
}

// idsOf reads the ids of drafts in the address. It refuses BAD_ID, and as BAD_REQUEST a parameter that it does not know.
func idsOf(r *http.Request, names ...string) (ids []civic.ID, err error) {
	query := r.URL.Query()
	for _, name := range names {
		id, err := civic.ParseID(query.Get(name))
		if err == nil {
			_, err = id.Of(policy.DraftKind, name)
		}
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
		query.Del(name)
	}
	if only := query["only"]; len(names) > 1 && len(only) == 1 && only[0] == "changed" {
		query.Del("only")
	}
	if len(query) > 0 {
		return nil, civic.Refuse(civic.BadRequest, "")
	}
	return ids, nil
}

// sendFile replies with a whole file. A page is shown, every other file is saved. A draft can still change or be hidden, so that nothing
// stores it.
func sendFile(w http.ResponseWriter, r *http.Request, media, plain, full string, file []byte, err error) {
	if err != nil {
		reply.Refuse(w, r, err)
		return
	}
	w.Header().Add("Vary", "Authorization")
	w.Header().Set("Content-Type", media)
	w.Header().Set("Cache-Control", "private, no-store")
	if media != "text/html; charset=utf-8" {
		w.Header().Set("Content-Disposition", disposition(plain, full))
	}
	_, _ = w.Write(file) // it fails only when the client is gone
}

// uploadDraft reads an uploaded file and replies with the id of its text. The signed address says who uploads, so that a browser needs no
// token.
func uploadDraft(d *pg.DB) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id, err := upload(r.Context(), d, r)
		if err != nil {
			reply.Refuse(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(map[string]any{"uploadId": id}) // it fails only when the client is gone
	}
}

func upload(ctx context.Context, d *pg.DB, r *http.Request) (id uuid.UUID, err error) {
	grant, err := policydb.ReadUploadGrant(ctx, d, r.PathValue("token"))
	if err != nil {
		return id, err
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return id, errors.Join(civic.Refuse(civic.BadRequest, ""), err)
	}
	text, warnings, err := draftfile.Read(raw)
	if err != nil {
		return id, err
	}
	return policydb.KeepUpload(ctx, d, grant, policy.UploadedFile{Text: text, Warnings: warnings})
}
