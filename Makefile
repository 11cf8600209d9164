.PHONY: run test bench ci generate

# Serves the API on a private PostgreSQL; go run ./server -h prints the settings.
run:
	go run ./server

test:
	go test ./...

# Measures the API against its database on a city of a million comments; go run ./bench -h prints what can be chosen.
bench:
	go run ./bench -results bench/RESULTS.md

# Everything that is checked before a change is taken.
ci:
	.ci/run

# Writes the problems into schema.graphql and makes graph/gen from it.
generate:
	go run ./graph/codes
	go run ./graph/generate
