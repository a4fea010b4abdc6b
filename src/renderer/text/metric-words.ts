const titles: Readonly<Record<string, string>> = {
  fps: 'Frames',
  droppedFramesPercent: 'Dropped frames',
  bitrateKbps: 'Bitrate',
  latencyMs: 'Latency',
  cpuPercent: 'Processor',
  messagesPerMinute: 'Messages',
  eventsPerMinute: 'Events',
  silentMs: 'Silence',
  twitchQueueDepth: 'Twitch queue',
  discordQueueDepth: 'Discord queue',
  queuedRecords: 'Pending writes',
  recordsPerSecond: 'Records',
  openOutages: 'Open outages',
  messagesPerSecond: 'Messages',
  eventsPerSecond: 'Events',
  eventLoopDelayMs: 'App responsiveness',
  memoryMegabytes: 'Memory',
  heapMegabytes: 'Heap',
};

/** Returns a metric's name in words. An unknown name is split at its capitals. */
export const metricTitle = (name: string): string =>
  titles[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (first) => first.toUpperCase());
