/** Milliseconds between two keys, on average, up to which they come from a scanner: a person who
 * types fast takes about 100, a slow scanner 50. */
export const MAX_AVERAGE_GAP = 50;
/** Keys that make a burst: nobody types so many so fast. */
export const MIN_KEYS = 6;
/** Milliseconds without a key after which a new text begins. */
const PAUSE = 200;

/** Tells a scanner's keys from a person's by their speed. Pure: the instants are given to it. */
export class ScanBurst {
    constructor() {
        this.reset();
    }

    reset() {
        this.count = 0;
        this.first = this.last = 0;
    }

    /**
     * @param {number} at instant of a printable key, milliseconds
     */
    key(at) {
        if (!this.count || at - this.last > PAUSE) {
            this.count = 0;
            this.first = at;
        }
        this.count += 1;
        this.last = at;
    }

    /** Whether the keys so far, up to ``at``, are a scanner's. */
    isScan(at) {
        return (
            this.count >= MIN_KEYS &&
            at - this.last <= PAUSE &&
            (this.last - this.first) / (this.count - 1) <= MAX_AVERAGE_GAP
        );
    }
}
