.PHONY: run test bench growth soak limits ci generate security sbom web weigh

# Serves the API on a private PostgreSQL; go run ./server -h prints the settings.
run:
	go run ./server

test:
	go test ./...

# Measures the API against its database on a city of a million comments; go run ./bench -h prints what can be chosen.
bench:
	go run ./bench -results bench/RESULTS.md

# Lets a city grow to 5 million comments and measures what a request costs at each size.
growth:
	go run ./bench -growth -results bench/GROWTH.md

# Asks 70% of what the server can do for ten minutes and sees that it stays as it is.
soak:
	go run ./bench -soak -time 10m -results bench/SOAK.md

# Looks for the dearest requests that the limits allow, and measures what they take.
limits:
	go run ./bench -limits -size small -time 6m -results docs/limits.md

# Everything that is checked before a change is taken.
ci:
	.ci/run

# Puts schema.graphql together from graph/*/*.graphql and generates code from it.
generate:
	go run ./graph/generate

# Builds the modules and the style sheet of the site into web/dist.
web:
	cd web && npm ci --no-audit --no-fund --ignore-scripts --silent && npm run --silent build

# Weighs each kind of page of the site, as it comes at the first visit.
weigh:
	go test ./server -run '^TestSite(Weight|LongText)$$' -count=1 -v | grep -E 'bytes in|FAIL|ok'

# Runs the tests that docs/security.md names.
security:
	go test ./... -run "^($$(grep -oE '\bTest[A-Za-z]+' docs/security.md | sort -u | paste -sd '|'))$$"

# Lists what a build of the server holds, as CycloneDX (sbom.json).
sbom:
	go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 app -json -licenses -output sbom.json -main server .
