/** Hands a file to the person as the browser hands over any download. */
export const saveFile = (name: string, content: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has begun by the next turn and holds the content by itself.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
};
