module example.com/socket-tutorial/03-handshake-trace

go 1.25

require (
	github.com/stretchr/testify v1.12.1
	golang.org/x/sys v0.41.0
)

require go.yaml.in/yaml/v3 v3.0.5 // indirect

replace example.com/socket-tutorial/harness => ../harness
