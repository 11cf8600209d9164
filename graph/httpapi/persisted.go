package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"minyi/domain/civic"
)

// persisted lets clients send the id of a document in its place: of one that the server was given at its start, or the hash of one that they
// have sent before, as the protocol of automatic persisted queries has it. Each process learns for itself: a client that meets one that
// does not know sends the text again.
type persisted struct {
	given Documents
	texts *lru.Cache[string, string] // those that were learned, by their SHA-256 in hex
}

// keptTexts is how many documents are known by their hash; none is longer than longestKept.
const keptTexts = 1000

func newPersisted(given Documents) persisted {
	texts, _ := lru.New[string, string](keptTexts) // fails for no size alone
	return persisted{given, texts}
}

// ExtensionName names the extension for gqlgen.
func (persisted) ExtensionName() string { return "Persisted" }

// Validate accepts every schema.
func (persisted) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters puts the text in the place of its id. Where both are sent they have to fit: nobody teaches others a wrong text.
func (p persisted) MutateOperationParameters(ctx context.Context, asked *graphql.RawParams) *gqlerror.Error {
	id, problem := hashOf(asked.Extensions)
	if problem.Code == "" && id != "" {
		problem = p.find(id, asked)
	}
	if problem.Code == "" && !p.given.allow(asked.Query) {
		problem.Code = civic.DocumentNotAllowed
	}
	return refusal(ctx, problem)
}

// find puts the text of a known document into a request that names it, or says what is wrong with the name.
func (p persisted) find(id string, asked *graphql.RawParams) (problem civic.Problem) {
	text, known := p.text(id)
	switch {
	case asked.Query == "" && known:
		asked.Query = text
	case asked.Query == "":
		problem.Code = civic.PersistedQueryNotFound
	case asked.Query != text && id != hashed(asked.Query):
		problem = civic.Problem{Code: civic.HashMismatch, Field: "extensions.persistedQuery.sha256Hash"}
	}
	return problem
}

// text is the text of a known document.
func (p persisted) text(id string) (text string, known bool) {
	if text, known = p.given.texts[id]; known {
		return text, true
	}
	return p.texts.Get(id)
}

// MutateOperationContext keeps the text of a valid operation: rubbish drives nothing out.
func (p persisted) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if hash, _ := hashOf(op.Extensions); hash != "" && p.given.texts[hash] == "" && len(op.RawQuery) <= longestKept {
		p.texts.Add(hash, op.RawQuery)
	}
	return nil
}

// hashOf reads the hash that a request names its document by; empty where it names none.
func hashOf(extensions map[string]any) (string, civic.Problem) {
	said, names := extensions["persistedQuery"]
	if !names {
		return "", civic.Problem{}
	}
	named, _ := said.(map[string]any)
	hash, _ := named["sha256Hash"].(string)
	switch {
	case hash == "":
		return "", civic.Problem{Code: civic.BadRequest, Field: "extensions.persistedQuery.sha256Hash"}
	case fmt.Sprint(named["version"]) != "1":
		return "", civic.Problem{Code: civic.PersistedQueryNotSupported}
	}
	return hash, civic.Problem{}
}

// hashed is a text's SHA-256 in hex.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
