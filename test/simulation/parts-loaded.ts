// Virtual time does not pass while a file is read, so the parts that a client loads later are here from the beginning.
import '../../sdk/client/directory-part.ts'
import '../../sdk/client/http-part.ts'
import '../../sdk/client/identity-part.ts'
import { latePages } from '../../sdk/client/log/late-pages.ts'
import '../../sdk/client/moderation-part.ts'
import { latePager } from '../../sdk/store/late-pager.ts'

// These two are waited for by the first who wants them alone: so that each history is the same, whichever ran before it.
await Promise.all([latePages(), latePager()])
