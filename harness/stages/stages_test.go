package stages

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"example.com/socket-tutorial/harness/check"
)

// A table is a lesson: each check says why, hints, has an address of its own,
// and needs only what stands before it.
func TestTablesAreLessons(t *testing.T) {
	for _, stage := range All() {
		levels := map[string]check.Level{}
		for _, c := range stage.Checks {
			address := stage.Number + "/" + c.Name
			assert.Regexp(t, `^[a-z0-9][a-z0-9.-]*$`, c.Name)
			assert.NotContains(t, levels, c.Name, "%s is there twice", address)
			assert.NotEmpty(t, c.Title, address)
			assert.NotEmpty(t, c.Why, address)
			assert.NotEmpty(t, c.Hint, address)
			for _, needed := range c.Needs {
				assert.Contains(t, levels, needed, "%s needs what stands behind it", address)
				if c.Level == check.Article {
					assert.Equal(t, check.Article, levels[needed], "%s is skipped with -article", address)
				}
			}
			levels[c.Name] = c.Level
		}
	}
}
