/** Runs the work of a script. Prints the problem that it returns or throws, and fails the script then. */
export const runScript = async (work: () => Promise<string | null>): Promise<void> => {
  try {
    const problem = await work();
    if (problem !== null) console.error(problem);
    process.exitCode = problem === null ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
};
