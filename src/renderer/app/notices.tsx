import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconInfoCircle, IconX } from '@tabler/icons-react';
import type { NoticeTone } from '../stores/notices-store.ts';
import { useNotices } from '../stores/stores-context.tsx';
import { ForeignText } from '../ui/index.ts';
import classes from './notices.module.css';

const toneIcons = { good: IconCheck, bad: IconAlertTriangle, neutral: IconInfoCircle } satisfies Record<
  NoticeTone,
  unknown
>;

/** Short messages about recent changes, at the bottom; screen readers announce them. */
export const Notices = () => {
  const notices = useNotices((state) => state.notices);
  const dismiss = useNotices((state) => state.dismiss);
  return (
    <div className={classes.notices} role="log" aria-label="Notices">
      {notices.map(({ id, tone, text, action }) => {
        const ToneIcon = toneIcons[tone];
        return (
          <div key={id} className={classes.notice}>
            <ToneIcon size={16} stroke={1.5} aria-hidden="true" />
            <span className={classes.text}>
              <ForeignText>{text}</ForeignText>
            </span>
            {action && (
              <Button
                size="compact-sm"
                onClick={() => {
                  dismiss(id);
                  action.act();
                }}
              >
                <ForeignText>{action.label}</ForeignText>
              </Button>
            )}
            <ActionIcon aria-label="Dismiss" onClick={() => dismiss(id)}>
              <IconX size={16} stroke={1.5} aria-hidden="true" />
            </ActionIcon>
          </div>
        );
      })}
    </div>
  );
};
