.PHONY: run test ci generate

# Serves the API on a private PostgreSQL; go run ./server -h prints the settings.
run:
	go run ./server

test:
	go test ./...

# Everything that is checked before a change is taken.
ci:
	.ci/run

# Writes the problems into schema.graphql and makes graph/gen from it.
generate:
	go run ./graph/codes
	go tool gqlgen generate
