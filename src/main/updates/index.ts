export { AirWatch } from './air-watch.ts';
export { implementUpdates } from './operations.ts';
export { readUpdateSource } from './update-source.ts';
export { UpdateMemory } from './update-memory.ts';
export { Updates } from './updates.ts';
export { createUpdatesComponent } from './updates-component.ts';
