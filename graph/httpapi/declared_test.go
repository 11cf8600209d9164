package httpapi

import (
	"slices"
	"strings"
	"testing"

	"minyi/domain/civic"
	"minyi/domain/consult"
	"minyi/domain/policy"
	"minyi/domain/trust"
	"minyi/graph"
	"minyi/graph/exec"
	"minyi/graph/gen"
)

// noNodes are the kinds of things that node(id) does not find, with the reason.
var noNodes = map[civic.Kind]string{
	civic.AccountKind:               "nobody may read who an account belongs to",
	civic.GrantedRoleKind:           "it is read in grantedRoles, whose readers have the right to all of them",
	civic.WorkingCalendarKind:       "it is read in workingCalendars, which is short",
	trust.AuditEntryKind:            "it is read in auditLog, whose readers have the right to all of it",
	consult.CommentReportKind:       "it is read in the moderation case of its comment",
	policy.EditorialReviewKind:      "it is read in its draft, by the staff of the department",
	consult.JurisdictionProfileKind: "it is read in jurisdictionProfiles, which is short, and known by its code",
	policy.TimelineEventIDKind:      "it is read in the timeline of its policy record",
}

// TestEveryNodeIsFound holds what nodeLoader declares against the schema.
func TestEveryNodeIsFound(t *testing.T) {
	t.Parallel()
	declared := map[string]bool{}
	for _, kind := range graph.Nodes {
		declared[kind.Name] = true
		if kind.Instead != "" {
			declared[kind.Instead] = true
		}
	}
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for _, implements := range schema.GetPossibleTypes(schema.Types["Node"]) {
		if !declared[implements.Name] {
			t.Errorf("%s implements Node and no nodeLoader finds it", implements.Name)
		}
		delete(declared, implements.Name)
	}
	for name := range declared {
		t.Errorf("%s has a nodeLoader and does not implement Node in the schema", name)
	}
}

// TestEveryKindIsFound sees that whatever an id names, such as the subject of an entry of the audit log, can be found by it.
func TestEveryKindIsFound(t *testing.T) {
	t.Parallel()
	for _, kind := range civic.Kinds() {
		found, excused := graph.Nodes[kind].Name, noNodes[kind]
		switch {
		case found == "" && excused == "":
			t.Errorf("no nodeLoader finds the things of kind %s", kind)
		case found != "" && excused != "":
			t.Errorf("%s of kind %s is found, and has a reason not to be: %s", found, kind, excused)
		}
	}
}

// unbatched are the fields that lead to objects one by one, with the reason. The reason for a connection is that its page is a
// statement of its own for each object: its filter, order and place differ from those of other lists.
var unbatched = map[string]string{
	"AuditEntry.subject":              "subjects are of many kinds: the loader of each kind batches its own",
	"ChannelRelease.content":          "contents are of many kinds: the loader of each kind batches its own",
	"DeskItem.subject":                "subjects are of many kinds: the loader of each kind batches its own",
	"SearchResult.node":               "nodes are of many kinds: the loader of each kind batches its own",
	"TimelineEvent.subject":           "subjects are of many kinds: the loader of each kind batches its own",
	"TopicColumn.pinned":              "nodes are of many kinds: the loader of each kind batches its own",
	"AnnualReport.findings":           "it checks one report against the register",
	"AnnualReport.missingDepartments": "it is for the report of a city, of which there is one a year",
	"Draft.legalBases":                "they lie in the draft",
	"Draft.importWarnings":            "they lie in the draft",
	"Survey.protections":              "they follow from the questions, whose loader batches",
	"Consultation.commentRefusal":     "it follows from the consultation and the reader",
	"PlannedPeriod.refusal":           "it lies in the planned period",
	"Survey.crossTable":               "it counts the responses of one survey by two questions",
	"Survey.resultsByGroup":           "it counts the responses of one survey by two questions",
}

// TestEveryObjectIsBatched sees that what objects of a level lead to is loaded together.
func TestEveryObjectIsBatched(t *testing.T) {
	t.Parallel()
	objects := gen.Objects(config(gen.Bind(&graph.Resolver{})))
	unused, stray := keySet(unbatched), keySet(graph.Prefetches)
	for _, object := range objects {
		for name, field := range object.Fields {
			path := object.Name + "." + name
			_, batched := graph.Prefetches[path]
			_, excused := unbatched[path]
			if field.MayQuery {
				delete(stray, path)
			}
			delete(unused, path)
			switch {
			case object.Name == "Query" || object.Name == "Mutation" || !field.MayQuery || len(field.Types) == 0:
			case batched && excused:
				t.Errorf("%s is batched and has a reason not to be", path)
			case !batched && !excused && !isConnection(objects, field):
				t.Errorf("%s is loaded for one object after the other: declare it by relate, or give the reason", path)
			}
		}
	}
	for path := range unused {
		t.Errorf("%s has a reason not to be batched, and there is no such field", path)
	}
	for path := range stray {
		t.Errorf("%s is declared by relate, and no such field has a resolver", path)
	}
}

func isConnection(objects []*exec.Object, field *exec.Field) bool {
	return !slices.ContainsFunc(field.Types, func(typ int) bool { return !strings.HasSuffix(objects[typ].Name, "Connection") })
}

func keySet[V any](table map[string]V) map[string]bool {
	all := map[string]bool{}
	for name := range table {
		all[name] = true
	}
	return all
}
