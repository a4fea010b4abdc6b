/** Returns true when a topic matches a pattern: the topic itself, `prefix.*`, or `*` for all. */
export const topicMatches = (pattern: string, topic: string): boolean =>
  pattern === '*' || pattern === topic || (pattern.endsWith('.*') && topic.startsWith(pattern.slice(0, -1)));
