"""A store's shift plan, and remarks on its lanes. Pure; everything random comes from the generator that is handed in."""

BLOCK_MINUTES = 120
OPENS_AT = 8 * 60  # minutes after midnight
BLOCKS = 7
LANES = 4
DAYS = 60
TARGET = "103"     # the reason whose notes are to be attributed
REMARKS_A_DAY = 24
LOUD_DAYS = 3      # the last days, on which the target is loud enough to be flagged
BIAS = 10          # how much likelier a cashier who is prone to it taps the target than another

# Cashier: blocks of two hours on duty. Never fewer than three lanes are open.
SHIFTS = {"Ann": (0, 1, 2), "Ben": (0, 1, 2), "Cem": (0, 1, 2), "Dot": (1, 2, 3, 4),
          "Eve": (3, 4, 5, 6), "Fay": (3, 4, 5, 6), "Gus": (3, 4, 5, 6)}
# Of each pair both are on duty at the same time: from the time of a remark they cannot be told apart.
SAME_SHIFT = (("Ann", "Ben"), ("Eve", "Fay"))


def cashiers_on(block):
    return [name for name, blocks in SHIFTS.items() if block in blocks]


def lane_of(cashier, day, block):
    """Who is where changes with every block and day, and the plan on the wall says it."""
    return 1 + (cashiers_on(block).index(cashier) + day + block) % LANES


def draw_slots(random):
    """The (block, cashier, minute) at which each remark of a day was heard, whatever it was."""
    blocks = [random.randrange(BLOCKS) for _ in range(REMARKS_A_DAY)]
    return [(block, random.choice(cashiers_on(block)), OPENS_AT + block * BLOCK_MINUTES + random.randrange(BLOCK_MINUTES)) for block in blocks]


def draw_totals(random, reasons):
    """For each day how often each reason was heard: public, and the same for whoever was prone to what."""
    others = [reason for reason in reasons if reason != TARGET]
    totals = []
    for day in range(DAYS):
        count = 9 if day >= DAYS - LOUD_DAYS else random.choice((1, 1, 2, 3))
        totals.append([TARGET] * count + random.choices(others, k=REMARKS_A_DAY - count))
    return totals


def attribute(random, totals, prone):
    """Deals the reasons of each day to its slots: the target rather to `prone`, the others to anybody. [(day, lane, minute, reason)]"""
    dealt = []
    for day, heard in enumerate(totals):
        of_day = draw_slots(random)
        free = list(range(len(of_day)))
        for reason in sorted(heard, key=lambda name: name != TARGET):
            weights = [BIAS if reason == TARGET and of_day[place][1] == prone else 1 for place in free]
            place = random.choices(free, weights)[0]
            free.remove(place)
            block, cashier, minute = of_day[place]
            dealt.append((day, lane_of(cashier, day, block), minute, reason))
    return dealt
