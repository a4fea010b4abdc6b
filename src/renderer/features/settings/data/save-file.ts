/** Downloads a file in the browser. */
export const saveFile = (name: string, content: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // By then the download has started and no longer needs the object URL.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
};
