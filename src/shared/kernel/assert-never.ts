/** Closes a switch over a union: the compiler refuses a case left out, and a value from outside the union throws. */
export const assertNever = (value: never): never => {
  throw new TypeError(`Unexpected value: ${JSON.stringify(value)}`);
};
