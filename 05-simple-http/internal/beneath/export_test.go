package beneath

// IsAlias is isAlias, which is asked on Windows alone.
var IsAlias = isAlias
