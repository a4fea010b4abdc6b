/** All commands to OBS over one connection. */
import { createCommandTools, type ObsCommands, type ObsCommandsOptions } from './obs-command-tools.ts';
import { createItemCommands } from './obs-item-commands.ts';
import { createOutputCommands } from './obs-output-commands.ts';
import { createShowCommands } from './obs-show-commands.ts';

export const createObsCommands = (options: ObsCommandsOptions): ObsCommands => {
  const tools = createCommandTools(options);
  return { ...createShowCommands(tools), ...createItemCommands(tools), ...createOutputCommands(tools) };
};
