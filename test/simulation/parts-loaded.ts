// Virtual time does not pass while a file is read, so the parts that a client loads later are here from the beginning.
import '../../sdk/client/directory-part.ts'
import '../../sdk/client/http-part.ts'
import '../../sdk/client/identity-part.ts'
import '../../sdk/client/moderation-part.ts'
import '../../sdk/client/pages-part.ts'
import '../../sdk/store/room-pager.ts'
