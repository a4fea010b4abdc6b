import { Button } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useRef } from 'react';
import classes from './data.module.css';

/** A button that lets a person choose a file. */
export const FileButton = ({
  label,
  accept,
  disabled = false,
  onFile,
}: {
  label: string;
  /** File name endings, such as `.json`. */
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
}) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept={accept}
        className={classes.hiddenInput}
        tabIndex={-1}
        aria-hidden="true"
        data-testid={label}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that the same file can be chosen again after a change.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
      <Button
        disabled={disabled}
        leftSection={<IconFolderOpen size={16} stroke={1.5} aria-hidden="true" />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
};
