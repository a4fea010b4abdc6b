import { useEffect, useImperativeHandle, useRef, type HTMLAttributes, type ReactNode, type Ref } from 'react';
import { Virtuoso, type VirtuosoHandle } from 'react-virtuoso';
import type { FollowMode } from './use-follow.ts';

/** The index of the first row, high enough to prepend older rows. */
const FIRST_INDEX = 1_000_000;
/** Milliseconds after a wheel, touch or key event during which a scroll counts as the reader's own. */
const INTENT_MS = 700;
const AT_END_PX = 4;

// Created once: a new component per render would remount each time.
const listParts = { Header: ({ context }: { context?: ReactNode }) => context };

export interface FollowListHandle {
  readonly reveal: (index: number) => void;
}

/**
 * A virtual list that stays at its newest end while it follows, and reports when the reader scrolls away from
 * the end or back. Prepended rows do not move the rows on screen.
 */
export const FollowList = <T,>({
  items,
  older,
  keyOf,
  renderItem,
  mode,
  rowHeight,
  header,
  ref,
  onLeave,
  onReturn,
  onStart,
  ...attributes
}: {
  readonly items: readonly T[];
  /** The number of items prepended since the list was created. */
  readonly older: number;
  readonly keyOf: (item: T) => string;
  readonly renderItem: (item: T, index: number) => ReactNode;
  readonly mode: FollowMode;
  /** The height of a row, when all rows have the same height. */
  readonly rowHeight?: number;
  /** Content above the oldest row. */
  readonly header?: ReactNode;
  readonly ref?: Ref<FollowListHandle>;
  readonly onLeave: () => void;
  readonly onReturn: () => void;
  /** Called when the oldest row comes into view. */
  readonly onStart?: () => void;
} & Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'onScroll'>) => {
  const virtuoso = useRef<VirtuosoHandle>(null);
  const scroller = useRef<HTMLElement | null>(null);
  const intentAt = useRef(Number.NEGATIVE_INFINITY);
  const lastTop = useRef(0);
  const following = mode === 'following';

  useImperativeHandle(ref, () => ({
    reveal: (index) => virtuoso.current?.scrollIntoView({ index, behavior: 'auto' }),
  }));

  const toEnd = (): void => {
    if (following) virtuoso.current?.scrollToIndex({ index: 'LAST', align: 'end', behavior: 'auto' });
  };
  useEffect(toEnd);

  const noteIntent = (event: React.SyntheticEvent): void => {
    intentAt.current = event.timeStamp;
  };
  const onScroll = (event: React.UIEvent<HTMLDivElement>): void => {
    const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
    const moved = scrollTop - lastTop.current;
    lastTop.current = scrollTop;
    if (event.timeStamp - intentAt.current > INTENT_MS) return;
    const atEnd = scrollHeight - scrollTop - clientHeight < AT_END_PX;
    if (moved < 0 && !atEnd && following) onLeave();
    if (moved > 0 && atEnd && mode === 'reading') onReturn();
  };

  // A list that is resized with the window stays at its end too.
  const latestToEnd = useRef(toEnd);
  useEffect(() => {
    latestToEnd.current = toEnd;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => latestToEnd.current());
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return (
    <Virtuoso<T, ReactNode>
      {...attributes}
      ref={virtuoso}
      scrollerRef={(element) => {
        scroller.current = element instanceof HTMLElement ? element : null;
      }}
      data={items}
      firstItemIndex={FIRST_INDEX - older}
      initialTopMostItemIndex={{ index: 'LAST', align: 'end' }}
      {...(rowHeight === undefined ? {} : { fixedItemHeight: rowHeight })}
      increaseViewportBy={200}
      alignToBottom={false}
      computeItemKey={(_index, item) => keyOf(item)}
      itemContent={(index, item) => renderItem(item, index - (FIRST_INDEX - older))}
      context={header}
      components={listParts}
      totalListHeightChanged={toEnd}
      {...(onStart ? { startReached: onStart } : {})}
      onScroll={onScroll}
      onWheel={noteIntent}
      onTouchMove={noteIntent}
      onPointerDown={noteIntent}
      onPointerMove={(event) => {
        if (event.buttons !== 0) noteIntent(event);
      }}
    />
  );
};
