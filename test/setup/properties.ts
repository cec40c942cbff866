import fc from 'fast-check'

// Where a property says how long its lists and texts may become, they do: by itself the library stays at ten.
fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true })
