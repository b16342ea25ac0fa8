import type { UserBus } from '../../ports/user-bus.ts'
import type { HubContext } from '../hub-context.ts'
import { roleOf } from '../identity/authenticator.ts'
import type { Activity } from '../reading/activity.ts'
import { OtherNodes } from './other-nodes.ts'

/** Begins to hear what other nodes tell of people. `parts`: not before this has returned. */
export function hearNodes(
  { bus, clock, logger }: Pick<HubContext, 'clock' | 'logger'> & { bus: UserBus },
  parts: () => { hub: HubContext; activity: Activity },
): OtherNodes {
  return new OtherNodes({
    bus,
    clock,
    logger,
    heard: (user, news) => {
      const { hub, activity } = parts()
      if (news.type === 'activity') {
        activity.heard(user, news.rooms)
        return
      }
      const [first] = hub.online.of(user)
      for (const mark of news.marks)
        if (hub.positions.heard(mark) && first) hub.tellRead.marked(first.identity, mark.room)
    },
    missed: user => parts().hub.positions.missed(user),
    heardOfAll: news => {
      const { rooms, onHidden } = parts().hub
      if (news.type === 'over') rooms.endGrace(news.user)
      else {
        onHidden?.(news.users)
        rooms.hide(news.users)
      }
    },
    isHere: user => parts().hub.online.of(user).length > 0,
    found: ({ ids, room }) =>
      ids.flatMap(id =>
        parts()
          .hub.users.of(id)
          .map(({ identity, sharer }) => ({
            id,
            name: identity.user.name,
            role: roleOf(identity, room),
            address: sharer.address,
          })),
      ),
  })
}
