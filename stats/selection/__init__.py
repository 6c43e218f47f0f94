"""Whether a partner chose who was asked."""

from __future__ import annotations

from stats.selection.acat import acat
from stats.selection.battery import SelectionCheck, run_battery
from stats.selection.bursts import Burst, burst_scan, end_share_p_value, scan_p_value
from stats.selection.complaints import ComplaintRatio, InviteTable, complaint_ratio
from stats.selection.concentration import DeviceConcentration, device_concentration
from stats.selection.contract import ContractMinimum, contract_minimum
from stats.selection.direct_sample import DirectDifference, direct_difference
from stats.selection.evidence import PartnerEvidence
from stats.selection.excess import ExcessShare, excess_p_value, excess_shares
from stats.selection.findings import Colour, NetworkScreen, PartnerScreen, SelectionFlag
from stats.selection.invite_rate import InviteFunnel, InviteRate, funnel_limits, invite_funnel
from stats.selection.overdispersion import discounted_p_values, winsorised_phi
from stats.selection.screen import screen_partners
from stats.selection.send_time import expected_places, fast_answers
from stats.selection.spread import ScoreSpread, score_spreads
from stats.selection.suppression import ComplaintSuppression, suppression_test
from stats.selection.top_scores import ClassDistance, TopScores, class_distance, top_scores
from stats.selection.untestable import UntestableSelection

__all__ = [
    "Burst",
    "ClassDistance",
    "Colour",
    "ComplaintRatio",
    "ComplaintSuppression",
    "ContractMinimum",
    "DeviceConcentration",
    "DirectDifference",
    "ExcessShare",
    "InviteFunnel",
    "InviteRate",
    "InviteTable",
    "NetworkScreen",
    "PartnerEvidence",
    "PartnerScreen",
    "ScoreSpread",
    "SelectionCheck",
    "SelectionFlag",
    "TopScores",
    "UntestableSelection",
    "acat",
    "burst_scan",
    "class_distance",
    "complaint_ratio",
    "contract_minimum",
    "device_concentration",
    "direct_difference",
    "discounted_p_values",
    "end_share_p_value",
    "excess_p_value",
    "excess_shares",
    "expected_places",
    "fast_answers",
    "funnel_limits",
    "invite_funnel",
    "run_battery",
    "scan_p_value",
    "score_spreads",
    "screen_partners",
    "suppression_test",
    "top_scores",
    "winsorised_phi",
]
