export {
  ownTopic,
  patternText,
  read,
  topic,
  type AnyTopic,
  type EmitDetails,
  type Heard,
  type KeptEvent,
  type Pattern,
  type Topic,
  type TopicDraft,
  type TopicKeep,
  type TopicPeople,
  type TypedEvent,
} from './topics/define.ts';
export { familyOf, findTopic, keepOf, topics } from './topics/index.ts';
export {
  peopleIn,
  withoutPeople,
  type NamedPerson,
  type NamingEvent,
  type PersonFilter,
} from './people/without-people.ts';
