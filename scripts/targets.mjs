/** The browsers that the bundles are built for; README says the same. */
export const TARGETS = ['chrome111', 'firefox113', 'safari16.4']
